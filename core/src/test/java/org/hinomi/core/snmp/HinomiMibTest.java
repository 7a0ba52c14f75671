package org.hinomi.core.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.hinomi.core.snmp.HinomiMib.Node;
import org.hinomi.core.snmp.HinomiMib.Notification;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

class HinomiMibTest {

  private final HinomiMib mib = HinomiMib.under(HinomiMib.DEFAULT_ENTERPRISE);

  @Test
  void theFileForOperatorsIsTheModuleUnderTheDefaultRoot() throws Exception {
    assertThat(Files.readString(checkout().resolve("conf/mibs/HINOMI-MIB.txt")))
        .isEqualTo(mib.text());
  }

  @Test
  void everyNodeStandsInTheModuleUnderItsArc() {
    Map<String, String> inText = new TreeMap<>();
    Pattern.compile("(\\w+) OBJECT-TYPE.*?::= \\{ hinomiObjects (\\d+) }", Pattern.DOTALL)
        .matcher(mib.text().substring(mib.text().indexOf("-- Objects of the notifications")))
        .results()
        .forEach(m -> inText.put(m.group(1), m.group(2)));
    Map<String, String> inCode = new TreeMap<>();
    for (Node node : Node.values()) {
      OID oid = mib.oid(node);
      inCode.put(node.label(), Integer.toString(oid.get(oid.size() - 2)));
    }
    assertThat(inCode).isEqualTo(inText);
  }

  @Test
  void everyNotificationCarriesExactlyItsObjectsInTheOrderOfTheModule() {
    Pattern pattern =
        Pattern.compile(
            "(\\w+) NOTIFICATION-TYPE\\s+OBJECTS \\{([^}]*)}.*?::= \\{ hinomiNotifications (\\d+) }",
            Pattern.DOTALL);
    String text = mib.text().substring(mib.text().indexOf("-- Notifications"));
    List<MatchResult> inText = pattern.matcher(text).results().toList();
    assertThat(inText).hasSize(Notification.values().length);
    for (MatchResult notification : inText) {
      Notification kind =
          Arrays.stream(Notification.values())
              .filter(n -> n.label().equals(notification.group(1)))
              .findFirst()
              .orElseThrow();
      assertThat(mib.oid(kind).last()).isEqualTo(Integer.parseInt(notification.group(3)));
      HinomiNotification sample =
          switch (kind) {
            case EVENT_MATCH -> Samples.eventMatch("text");
            case HEARTBEAT -> new Heartbeat("hinomi01", Instant.EPOCH);
            default -> Samples.thresholdStep(kind);
          };
      PDU pdu = new NotificationPdus(mib).pdu(sample, false, 0, 6);
      List<String> sent =
          pdu.getVariableBindings().stream()
              .skip(2)
              .map(VariableBinding::getOid)
              .map(oid -> mib.node(oid).orElseThrow().label())
              .toList();
      assertThat(sent).containsExactly(notification.group(2).strip().split(",\\s*"));
    }
  }

  @Test
  void aRootOfOnesOwnMovesTextAndOidsAlike() {
    HinomiMib moved = HinomiMib.under("1.3.6.1.4.1.4294967295.7");
    assertThat(moved.root()).isEqualTo("1.3.6.1.4.1.4294967295.7");
    assertThat(moved.text()).contains("enterprises(1) 4294967295 7 }").doesNotContain("32473");
    assertThat(moved.oid(Notification.EVENT_MATCH).toDottedString())
        .isEqualTo("1.3.6.1.4.1.4294967295.7.0.1");
    assertThat(moved.notification(mib.oid(Notification.EVENT_MATCH))).isEmpty();
    assertThat(moved.node(moved.oid(Node.HOST))).contains(Node.HOST);
    assertThat(moved.node(mib.oid(Node.HOST))).isEmpty();
    assertThat(HinomiMib.under("64512").root()).isEqualTo("1.3.6.1.4.1.64512");
  }

  @Test
  void refusesWhatIsNoEnterprise() {
    for (String wrong :
        List.of("", "0", "-1", "4294967296", "1.3.6.1.2.1", "1.3.6.1.4.1", "1.3.6.1.4.1.", "5.6")) {
      assertThatThrownBy(() -> HinomiMib.under(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(wrong + " (expected: a private enterprise number");
    }
  }

  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("core"))) {
      folder = Objects.requireNonNull(folder.getParent(), "not in a checkout");
    }
    return folder;
  }
}
