package org.hinomi.collector.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.IpAddress;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** Which events have to do with a host, a user or an address: in whatever part they name it. */
final class TimelineAnchors {
  private static final List<String> HOSTS =
      List.of(Fields.HOST_NAME, Fields.SOURCE_DOMAIN, Fields.DESTINATION_DOMAIN);
  private static final List<String> USERS = List.of(Fields.USER_NAME, Fields.USER_TARGET_NAME);
  private static final List<String> MAILS = List.of(Fields.EMAIL_FROM, Fields.EMAIL_TO);
  private static final List<String> ADDRESSES =
      List.of(Fields.SOURCE_IP, Fields.DESTINATION_IP, Fields.SOURCE_ADDRESS);

  private TimelineAnchors() {}

  /** One of them is enough; all events where none is given. */
  static Condition of(@Nullable String host, @Nullable String user, @Nullable String address) {
    List<Condition> any = new ArrayList<>();
    if (host != null) {
      for (String field : HOSTS) {
        any.add(new Condition.Term(field, host));
        // The same with its domain.
        any.add(new Condition.Wildcard(field, escaped(host) + ".*"));
      }
    }
    if (user != null) {
      USERS.forEach(field -> any.add(new Condition.Term(field, user)));
      for (String field : MAILS) {
        any.add(
            user.indexOf('@') >= 0
                ? new Condition.Term(field, user)
                : new Condition.Wildcard(field, escaped(user) + "@*"));
      }
    }
    if (address != null) {
      Optional<IpAddress> ip = IpAddress.of(address);
      if (ip.isEmpty()) {
        throw new WrongQuestion("address", address);
      }
      for (String field : ADDRESSES) {
        any.add(new Condition.Addresses(field, ip.get(), ip.get()));
      }
    }
    return any.isEmpty() ? new Condition.All() : new Condition.Or(any);
  }

  private static String escaped(String text) {
    return text.replaceAll("([*?\\\\])", "\\\\$1");
  }
}
