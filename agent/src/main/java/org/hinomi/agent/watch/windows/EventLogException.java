package org.hinomi.agent.watch.windows;

import java.util.Set;

/** A call of the event log's API failed. */
final class EventLogException extends Exception {
  private static final long serialVersionUID = 1;

  // winerror.h
  static final int ACCESS_DENIED = 5;
  static final int INVALID_HANDLE = 6;
  static final int INVALID_DATA = 13;
  static final int NOT_SUPPORTED = 50;
  static final int INVALID_PARAMETER = 87;
  static final int INSUFFICIENT_BUFFER = 122;
  static final int NO_MORE_ITEMS = 259;
  static final int NOT_FOUND = 1168;
  static final int SERVICE_NOT_ACTIVE = 1062;
  static final int TIMEOUT = 1460;
  static final int RPC_SERVER_UNAVAILABLE = 1722;
  static final int RPC_CALL_FAILED = 1726;
  static final int RPC_INVALID_BOUND = 1734;
  static final int RPC_CALL_CANCELLED = 1818;
  static final int INVALID_QUERY = 15001;
  static final int CHANNEL_NOT_FOUND = 15007;
  static final int QUERY_RESULT_STALE = 15011;
  static final int QUERY_RESULT_INVALID_POSITION = 15012;
  static final int UNRESOLVED_VALUE_INSERT = 15029;
  static final int UNRESOLVED_PARAMETER_INSERT = 15030;
  static final int MAX_INSERTS_REACHED = 15031;

  private static final Set<Integer> LOST =
      Set.of(
          QUERY_RESULT_STALE,
          QUERY_RESULT_INVALID_POSITION,
          NOT_FOUND,
          INVALID_DATA,
          INVALID_PARAMETER);

  private static final Set<Integer> SERVICE =
      Set.of(
          RPC_SERVER_UNAVAILABLE,
          RPC_CALL_FAILED,
          RPC_CALL_CANCELLED,
          SERVICE_NOT_ACTIVE,
          INVALID_HANDLE);

  private final String call;
  private final int code;

  EventLogException(String call, int code) {
    super(call + ": error " + code);
    this.call = call;
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Of a subscription after a bookmark: the log no longer has what the bookmark names. */
  boolean positionLost() {
    return LOST.contains(code);
  }

  /** Whether it is the service that does not answer, whatever it was asked for. */
  boolean isOfService() {
    return SERVICE.contains(code);
  }

  /** What a person should know and do. */
  String explained(String channel) {
    if (isOfService()) {
      return channel + ": the service Windows Event Log does not answer (error " + code + ")";
    }
    return switch (code) {
      case ACCESS_DENIED ->
          channel
              + ": access denied (add the agent's account to the group Event Log Readers; for"
              + " Security, run it as Local System)";
      case CHANNEL_NOT_FOUND ->
          channel + ": there is no such event log (wevtutil el lists those there are)";
      case INVALID_QUERY ->
          channel + ": the query is not one that Windows understands (check query, or events)";
      case NOT_SUPPORTED ->
          channel + ": an analytic or debug log cannot be subscribed to (enable none of these)";
      case QUERY_RESULT_STALE -> channel + ": the result of the query is stale";
      default -> channel + ": " + call + " failed with error " + code;
    };
  }
}
