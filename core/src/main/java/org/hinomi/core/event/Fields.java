package org.hinomi.core.event;

/**
 * Names of the stored fields. docs/fields.md says what each means, its type, unit and source; a
 * test holds that table and this list together.
 */
public final class Fields {

  // Every event
  public static final String TIMESTAMP = "@timestamp";
  public static final String EVENT_CREATED = "event.created";
  public static final String HOST_NAME = "host.name";
  public static final String SOURCE_ADDRESS = "source.address";
  public static final String TRANSPORT = "transport";
  public static final String SOURCE_AUTHENTICATION = "source.authentication";
  public static final String SOURCE_IDENTITY = "source.identity";
  public static final String SOURCE_CLAIMED_HOST = "source.claimed_host";
  public static final String SOURCE_CLAIMED_AGENT = "source.claimed_agent";
  public static final String MESSAGE = "message";
  public static final String EVENT_ORIGINAL = "event.original";
  public static final String EVENT_ORIGINAL_BASE64 = "event.original_base64";
  public static final String JOURNAL_POSITION = "journal.position";
  public static final String ERROR_MESSAGE = "error.message";
  public static final String EVENT_CODE = "event.code";
  public static final String EVENT_PROVIDER = "event.provider";
  public static final String EVENT_OUTCOME = "event.outcome";
  public static final String USER_NAME = "user.name";
  public static final String SOURCE_IP = "source.ip";

  // Syslog
  public static final String FACILITY = "log.syslog.facility.code";
  public static final String SEVERITY = "log.syslog.severity.code";
  public static final String PROCESS_NAME = "process.name";
  public static final String PROCESS_PID = "process.pid";
  public static final String SYSLOG_VERSION = "log.syslog.version";
  public static final String SYSLOG_MSGID = "log.syslog.msgid";

  /** Followed by SD-ID, a dot and PARAM-NAME. */
  public static final String SYSLOG_STRUCTURED_DATA = "log.syslog.structured_data.";

  public static final String SYSLOG_SEQUENCE = "log.syslog.sequence";
  public static final String SYSLOG_UPTIME = "log.syslog.uptime";
  public static final String SYSLOG_CLOCK = "log.syslog.clock";
  public static final String EVENT_TRUNCATED_FROM = "event.truncated_from";
  public static final String EVENT_CHARSET_DAMAGED = "event.charset_damaged";
  public static final String EVENT_RESEND = "event.resend";
  public static final String EVENT_CLOCK_SKEW = "event.clock_skew";

  // Agent
  public static final String AGENT_SOURCE = "agent.source";
  public static final String AGENT_KIND = "agent.kind";
  public static final String AGENT_REASON = "agent.reason";
  public static final String AGENT_STATE = "agent.state";
  public static final String AGENT_DETAIL = "agent.detail";
  public static final String AGENT_SINCE = "agent.since";
  public static final String AGENT_PARTIAL = "agent.partial";
  public static final String LOG_FILE_PATH = "log.file.path";

  /** Followed by the name of the journal field in lower case. */
  public static final String JOURNALD = "journald.";

  // Windows
  public static final String WINLOG_CHANNEL = "winlog.channel";
  public static final String WINLOG_RECORD_ID = "winlog.record_id";
  public static final String WINLOG_LEVEL = "winlog.level";
  public static final String WINLOG_TASK = "winlog.task";
  public static final String WINLOG_OPCODE = "winlog.opcode";
  public static final String WINLOG_VERSION = "winlog.version";
  public static final String WINLOG_QUALIFIERS = "winlog.qualifiers";
  public static final String WINLOG_KEYWORDS = "winlog.keywords";
  public static final String WINLOG_ACTIVITY_ID = "winlog.activity_id";
  public static final String WINLOG_USER_ID = "winlog.user.identifier";
  public static final String WINLOG_PROCESS_PID = "winlog.process.pid";

  /** Followed by the name of a value of EventData. */
  public static final String WINLOG_EVENT_DATA = "winlog.event_data.";

  /** Followed by the path of a value of UserData, with dots. */
  public static final String WINLOG_USER_DATA = "winlog.user_data.";

  // Named fields of Windows events (collector.decode.windows, events.txt)
  public static final String EVENT_ACTION = "event.action";
  public static final String EVENT_REASON = "event.reason";
  public static final String EVENT_DURATION = "event.duration";
  public static final String EVENT_REPORTED_TIME = "event.reported_time";
  public static final String ERROR_CODE = "error.code";
  public static final String REVIEW_KIND = "review.kind";
  public static final String REVIEW_FILLED = "review.filled";
  public static final String USER_DOMAIN = "user.domain";
  public static final String USER_ID = "user.id";
  public static final String USER_TARGET_NAME = "user.target.name";
  public static final String USER_TARGET_DOMAIN = "user.target.domain";
  public static final String USER_TARGET_ID = "user.target.id";
  public static final String GROUP_NAME = "group.name";
  public static final String GROUP_DOMAIN = "group.domain";
  public static final String GROUP_ID = "group.id";
  public static final String SOURCE_PORT = "source.port";
  public static final String SOURCE_DOMAIN = "source.domain";
  public static final String SOURCE_BYTES = "source.bytes";
  public static final String DESTINATION_IP = "destination.ip";
  public static final String DESTINATION_PORT = "destination.port";
  public static final String DESTINATION_DOMAIN = "destination.domain";
  public static final String DESTINATION_BYTES = "destination.bytes";
  public static final String NETWORK_PROTOCOL = "network.protocol";
  public static final String PROCESS_EXECUTABLE = "process.executable";
  public static final String PROCESS_COMMAND_LINE = "process.command_line";
  public static final String PROCESS_PARENT = "process.parent.executable";
  public static final String FILE_PATH = "file.path";
  public static final String REGISTRY_PATH = "registry.path";
  public static final String SERVICE_NAME = "service.name";
  public static final String VOLUME_DEVICE = "volume.device_name";
  public static final String DNS_QUESTION = "dns.question.name";
  public static final String HOST_UPTIME = "host.uptime";
  public static final String HOST_OS_VERSION = "host.os.version";
  public static final String HOST_OS_KERNEL = "host.os.kernel";
  public static final String HOST_BOOT_ID = "host.boot.id";
  public static final String WINLOG_LOGON_TYPE = "winlog.logon.type";
  public static final String WINLOG_LOGON_ID = "winlog.logon.id";
  public static final String WINLOG_ACCESS_LIST = "winlog.access_list";

  // Named fields of services (collector.decode.service, services.txt)
  public static final String EVENT_CATEGORY = "event.category";
  public static final String EVENT_COUNT = "event.count";
  public static final String USER_AUDIT_ID = "user.audit.id";
  public static final String USER_EFFECTIVE_ID = "user.effective.id";
  public static final String PROCESS_USER_ID = "process.user.id";
  public static final String PROCESS_REAL_USER_ID = "process.real_user.id";
  public static final String PAM_LOGNAME = "pam.logname";
  public static final String PAM_RUSER = "pam.ruser";
  public static final String AUTH_METHOD = "auth.method";
  public static final String SESSION_ID = "session.id";
  public static final String SSH_KEY_TYPE = "ssh.key.type";
  public static final String SSH_KEY_FINGERPRINT = "ssh.key.fingerprint";
  public static final String PROCESS_TTY = "process.tty";
  public static final String PROCESS_DIRECTORY = "process.working_directory";
  public static final String PROCESS_PARENT_PID = "process.parent.pid";
  public static final String PROCESS_CHILD_NAME = "process.child.name";
  public static final String PROCESS_CHILD_PID = "process.child.pid";
  public static final String AUDITD_PID = "auditd.pid";
  public static final String FILE_TARGET_PATH = "file.target_path";
  public static final String FILE_ACCESS = "file.access";
  public static final String SOURCE_MAC = "source.mac";
  public static final String NETWORK_TRANSPORT = "network.transport";
  public static final String NETWORK_BYTES = "network.bytes";
  public static final String INGRESS_INTERFACE = "observer.ingress.interface.name";
  public static final String EGRESS_INTERFACE = "observer.egress.interface.name";
  public static final String RULE_NAME = "rule.name";
  public static final String RULE_ID = "rule.id";
  public static final String URL_ORIGINAL = "url.original";
  public static final String URL_DOMAIN = "url.domain";
  public static final String HTTP_METHOD = "http.request.method";
  public static final String HTTP_REQUEST_BYTES = "http.request.bytes";
  public static final String HTTP_REFERRER = "http.request.referrer";
  public static final String HTTP_VERSION = "http.version";
  public static final String HTTP_STATUS = "http.response.status_code";
  public static final String HTTP_BYTES = "http.response.bytes";
  public static final String HTTP_BODY_BYTES = "http.response.body.bytes";
  public static final String HTTP_MIME_TYPE = "http.response.mime_type";
  public static final String USER_AGENT = "user_agent.original";
  public static final String PROXY_RESULT = "proxy.result";
  public static final String PROXY_HIERARCHY = "proxy.hierarchy";
  public static final String PROXY_UPSTREAM = "proxy.upstream";
  public static final String PROXY_ROUTER = "proxy.router";
  public static final String PROXY_REQUESTS = "proxy.requests";
  public static final String LOG_LEVEL = "log.level";
  public static final String EMAIL_QUEUE_ID = "email.local_id";
  public static final String EMAIL_MESSAGE_ID = "email.message_id";
  public static final String EMAIL_FROM = "email.from.address";
  public static final String EMAIL_TO = "email.to.address";
  public static final String EMAIL_ORIGINAL_TO = "email.original_to";
  public static final String EMAIL_SUBJECT = "email.subject";
  public static final String EMAIL_SIZE = "email.size";
  public static final String EMAIL_RECIPIENTS = "email.recipient_count";
  public static final String EMAIL_RELAY = "email.relay";
  public static final String EMAIL_STATUS = "email.status";
  public static final String EMAIL_DSN = "email.dsn";
  public static final String EMAIL_REPLY_CODE = "email.reply_code";
  public static final String EMAIL_RESPONSE = "email.response";
  public static final String EMAIL_DELAYS = "email.delays";
  public static final String EMAIL_HELO = "email.helo";
  public static final String EMAIL_STAGE = "email.stage";
  public static final String EMAIL_VERDICT = "email.verdict";
  public static final String EMAIL_ACTION_DATA = "email.verdict_data";
  public static final String EMAIL_DELIVERIES = "email.deliveries";
  public static final String EMAIL_REFUSALS = "email.refusals";
  public static final String EMAIL_TLS_POLICY = "email.tls_policy";
  public static final String TLS_ESTABLISHED = "tls.established";
  public static final String TLS_VERSION = "tls.version";
  public static final String TLS_CIPHER = "tls.cipher";
  public static final String TLS_CURVE = "tls.curve";
  public static final String TLS_TRUST = "tls.trust";
  public static final String DATABASE_NAME = "database.name";
  public static final String DATABASE_STATEMENT = "database.statement";
  public static final String SERVICE_VERSION = "service.version";
  public static final String THREAT_NAME = "threat.software.name";
  public static final String HARDWARE_TEMPERATURE = "hardware.temperature";
  public static final String SMART_REALLOCATED = "hardware.smart.reallocated_sectors";
  public static final String SMART_PENDING = "hardware.smart.pending_sectors";
  public static final String SMART_UNCORRECTABLE = "hardware.smart.uncorrectable_sectors";
  public static final String SMART_WEAR = "hardware.smart.percentage_used";
  public static final String SMART_HOURS = "hardware.smart.power_on_hours";
  public static final String DEVICE_MODEL = "device.model.name";
  public static final String DEVICE_SERIAL = "device.serial_number";

  /** Followed by the name of a value of the Linux audit system that has no ECS name. */
  public static final String AUDITD = "auditd.";

  // SNMP
  public static final String SNMP_TRAP_OID = "snmp.trap_oid";
  public static final String SNMP_TRAP_NAME = "snmp.trap_name";
  public static final String SNMP_VERSION = "snmp.version";
  public static final String SNMP_PDU = "snmp.pdu";
  public static final String SNMP_REQUEST_ID = "snmp.request_id";
  public static final String SNMP_ERROR_STATUS = "snmp.error_status";
  public static final String SNMP_UPTIME = "snmp.uptime";
  public static final String SNMP_ENTERPRISE = "snmp.enterprise";
  public static final String SNMP_GENERIC_TRAP = "snmp.generic_trap";
  public static final String SNMP_SPECIFIC_TRAP = "snmp.specific_trap";
  public static final String SNMP_AGENT_ADDRESS = "snmp.agent_address";
  public static final String SNMP_SECURITY_NAME = "snmp.security_name";
  public static final String SNMP_SECURITY_LEVEL = "snmp.security_level";
  public static final String SNMP_ENGINE_ID = "snmp.engine_id";
  public static final String SNMP_CONTEXT_NAME = "snmp.context_name";

  /** All variable bindings in their order, each {@code OID TYPE VALUE}. */
  public static final String SNMP_VARBINDS = "snmp.varbinds";

  /** Begins the name of a field that holds the value of one variable binding: its OID follows. */
  public static final String SNMP_VARBIND_PREFIX = "snmp.varbind.";

  /** Begins the name of a field taken from an object of HINOMI-MIB. */
  public static final String HINOMI_PREFIX = "hinomi.";

  // Traffic of packet captures
  public static final String EVENT_START = "event.start";
  public static final String EVENT_END = "event.end";
  public static final String EVENT_CAPTURED = "event.captured";
  public static final String NETWORK_TYPE = "network.type";
  public static final String NETWORK_IANA_NUMBER = "network.iana_number";
  public static final String NETWORK_PACKETS = "network.packets";
  public static final String SOURCE_PACKETS = "source.packets";
  public static final String DESTINATION_MAC = "destination.mac";
  public static final String DESTINATION_PACKETS = "destination.packets";

  // Records of named values
  /** Followed by the name of a column or key that is no other field. */
  public static final String DATA = "data.";

  public static final String AUTHENTICATION_MULTI_FACTOR = "authentication.multi_factor";
  public static final String AUTHENTICATION_METHOD = "authentication.method";

  // Stored mails
  public static final String EMAIL_CC = "email.cc.address";
  public static final String EMAIL_SENDER = "email.sender.address";
  public static final String EMAIL_REPLY_TO = "email.reply_to.address";
  public static final String EMAIL_RETURN_PATH = "email.return_path.address";
  public static final String EMAIL_MAILER = "email.x_mailer";
  public static final String EMAIL_CONTENT_TYPE = "email.content_type";
  public static final String EMAIL_ORIGINATION = "email.origination_timestamp";
  public static final String EMAIL_ATTACHMENT_NAMES = "email.attachments.file.name";
  public static final String EMAIL_ATTACHMENT_TYPES = "email.attachments.file.mime_type";
  public static final String EMAIL_ATTACHMENT_SIZES = "email.attachments.file.size";
  public static final String EMAIL_HOPS = "email.received.hop";
  public static final String EMAIL_HOP_DELAYS = "email.received.delay";
  public static final String EMAIL_HOP_COUNT = "email.received.count";
  public static final String EMAIL_DELAY_LONGEST = "email.received.delay_longest";
  public static final String EMAIL_DELAY = "email.received.delay_total";
  public static final String EMAIL_AUTHENTICATION_SERVER = "email.authentication.server";
  public static final String EMAIL_SPF = "email.authentication.spf";
  public static final String EMAIL_DKIM = "email.authentication.dkim";
  public static final String EMAIL_DMARC = "email.authentication.dmarc";
  public static final String EMAIL_ARC = "email.authentication.arc";
  public static final String EMAIL_FINDINGS = "email.findings";

  // What is done to the collector
  /** Followed by the name of a detail. */
  public static final String HINOMI_AUDIT = "hinomi.audit.";

  // History
  public static final String RETENTION_CLASS = "event.retention_class";
  public static final String EVENT_TEMPLATE = "event.template";
  public static final String EVENT_TEMPLATE_ID = "event.template_id";
  public static final String AGENT_ID = "agent.id";
  public static final String AGENT_INCARNATION = "agent.incarnation";
  public static final String EVENT_SEQUENCE = "event.sequence";

  private Fields() {}
}
