package org.hinomi.collector.notify.text;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.core.text.Language;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Our own form of a message for programs: every value by its name, and the alerts in a list. */
public final class MessageJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MessageJson() {}

  public static byte[] of(GroupMessage message, Language language, ZoneId zone) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", 1);
    root.put("kind", "alerts");
    Map<String, String> values = Values.of(message, language, zone);
    values.forEach(root::put);
    // Numbers as numbers.
    root.put("open", message.open());
    root.put("raised", message.counts().raised());
    root.put("cleared", message.counts().cleared());
    root.put("count", message.counts().all());
    root.put("escalation", message.escalation());
    ObjectNode common = root.putObject("labels");
    message.group().forEach(common::put);
    ObjectNode rules = root.putObject("rules");
    message.rules().forEach(rules::put);
    ArrayNode alerts = root.putArray("alerts");
    message.steps().forEach(step -> alert(step, alerts.addObject()));
    return JSON.writeValueAsBytes(root);
  }

  private static void alert(Transition step, ObjectNode alert) {
    alert.put("id", step.id());
    alert.put("alert", step.life());
    alert.put("kind", step.kind().name().toLowerCase(Locale.ROOT));
    alert.put("severity", step.severity().name().toLowerCase(Locale.ROOT));
    alert.put("rule", step.rule());
    alert.put("title", step.title());
    ObjectNode labels = alert.putObject("labels");
    step.labels().forEach(labels::put);
    if (!step.metric().isEmpty()) {
      alert.put("metric", step.metric());
    }
    step.value().ifPresent(value -> alert.put("value", value));
    step.level().ifPresent(level -> alert.put("level", level));
    alert.put("since", step.since().toString());
    alert.put("at", step.at().toString());
    alert.put("position", step.position());
    ArrayNode purposes = alert.putArray("purposes");
    step.context().purposes().forEach(purposes::add);
    ArrayNode properties = alert.putArray("cia");
    step.context().properties().forEach(properties::add);
    Transition.Match match = step.match();
    if (match != null) {
      alert.put("message", match.newest().message());
      alert.put("sha256", match.newest().sha256());
    }
  }

  /** Something that is no alert. */
  public static byte[] of(Notice notice, Language language) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", 1);
    root.put("kind", notice.kind().toLowerCase(Locale.ROOT));
    root.put("id", notice.id());
    root.put("at", notice.at().toString());
    root.put("severity", notice.severity());
    root.put("title", notice.words().subject(language));
    root.put("text", notice.words().body(language));
    return JSON.writeValueAsBytes(root);
  }
}
