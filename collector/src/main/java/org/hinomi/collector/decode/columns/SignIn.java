package org.hinomi.collector.decode.columns;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What audit logs of services mean that tell of a sign-in: whether it succeeded, and which of the
 * four kinds of event it is, as log-ons of systems have them.
 *
 * <p>Names of events: Microsoft 365's unified audit log; Google Workspace's login activity, in its
 * API and in exports of its console. Error 0 of Microsoft Entra is a sign-in that succeeded.
 */
final class SignIn {
  private static final String CATEGORY = "authentication";
  private static final Set<String> SUCCEEDED =
      Set.of("userloggedin", "login_success", "successful login", "ログイン成功", "ログインに成功");
  private static final Set<String> FAILED =
      Set.of(
          "userloginfailed",
          "login_failure",
          "failed login",
          "login_challenge_failed",
          "ログイン失敗",
          "ログインに失敗");

  /** Microsoft Graph, what Azure Monitor makes of it, and the table of Entra's portal. */
  private static final List<String> ERRORS =
      List.of(
          Fields.DATA + "status.errorCode",
          Fields.DATA + "properties.status.errorCode",
          Fields.DATA + "Sign-in error code");

  private static final Set<String> PASSWORDS = Set.of("password", "google_password", "パスワード");

  private SignIn() {}

  /** Adds what it knows to the fields of a record; nothing to those of any other. */
  static void complete(Map<String, Object> fields) {
    String action =
        fields.get(Fields.EVENT_ACTION) instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
    boolean named = SUCCEEDED.contains(action) || FAILED.contains(action);
    boolean factors =
        fields.containsKey(Fields.AUTHENTICATION_MULTI_FACTOR)
            || fields.containsKey(Fields.AUTHENTICATION_METHOD);
    if (!named && !factors) {
      return;
    }
    fields.putIfAbsent(Fields.EVENT_CATEGORY, CATEGORY);
    Object before = fields.get(Fields.EVENT_OUTCOME);
    String outcome = before == null || before.equals("unknown") ? outcome(action, fields) : null;
    if (outcome != null) {
      fields.put(Fields.EVENT_OUTCOME, outcome);
    }
    boolean failed = "failure".equals(fields.get(Fields.EVENT_OUTCOME));
    boolean succeeded = "success".equals(fields.get(Fields.EVENT_OUTCOME));
    if (succeeded && "Other.".equals(fields.get(Fields.EVENT_REASON))) {
      // Entra's words where there is nothing to say.
      fields.remove(Fields.EVENT_REASON);
    }
    if (failed || succeeded) {
      fields.putIfAbsent(Fields.EVENT_ACTION, failed ? "logon-failed" : "logged-in");
    }
    fields.putIfAbsent(Fields.REVIEW_KIND, failed ? Review.SECURITY_EVENT : Review.USER_ACTIVITY);
    if (succeeded
        && !fields.containsKey(Fields.AUTHENTICATION_MULTI_FACTOR)
        && fields.get(Fields.AUTHENTICATION_METHOD) instanceof List<?> methods) {
      fields.put(Fields.AUTHENTICATION_MULTI_FACTOR, isMore(methods));
    }
  }

  private static @Nullable String outcome(String action, Map<String, Object> fields) {
    if (SUCCEEDED.contains(action) || FAILED.contains(action)) {
      return FAILED.contains(action) ? "failure" : "success";
    }
    for (String error : ERRORS) {
      Object code = fields.get(error);
      if (code != null) {
        return code.toString().equals("0") ? "success" : "failure";
      }
    }
    return null;
  }

  /** A password and something else. */
  private static boolean isMore(List<?> methods) {
    return methods.stream().distinct().count() > 1
        && methods.stream().anyMatch(method -> PASSWORDS.contains(lower(method)));
  }

  private static String lower(Object method) {
    return method.toString().strip().toLowerCase(Locale.ROOT);
  }
}
