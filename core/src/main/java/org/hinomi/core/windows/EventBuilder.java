package org.hinomi.core.windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.WindowsEvent.Provider;
import org.jspecify.annotations.Nullable;

/** Makes one {@link WindowsEvent} of its elements; {@link #build} once, at the end. */
public final class EventBuilder implements EventElements {
  private static final int SECTION = 2;
  private static final int FIELD = 3;

  private final List<EventValue> data = new ArrayList<>(24);
  private final Path path = new Path();
  private int depth;
  private String element = "";
  private String part = "";
  private @Nullable String text;
  private @Nullable String dataName;
  private boolean leaf;

  private @Nullable String provider;
  private @Nullable String providerGuid;
  private @Nullable String eventSourceName;
  private @Nullable Integer eventId;
  private @Nullable Integer qualifiers;
  private @Nullable Integer version;
  private @Nullable Integer level;
  private @Nullable Integer task;
  private @Nullable Integer opcode;
  private @Nullable Long keywords;
  private @Nullable Instant timeCreated;
  private @Nullable Long eventRecordId;
  private @Nullable String activityId;
  private @Nullable String relatedActivityId;
  private @Nullable Long processId;
  private @Nullable Long threadId;
  private @Nullable String channel;
  private @Nullable String computer;
  private @Nullable String userSid;
  private @Nullable String section;
  private @Nullable String message;

  @Override
  public void start(String name) {
    element = local(name);
    depth++;
    text = null;
    dataName = null;
    leaf = true;
    if (depth == SECTION) {
      part = element;
      if (!part.equals("System") && !part.equals("RenderingInfo") && section == null) {
        section = part;
      }
    } else if (depth > SECTION) {
      path.down(element);
    }
  }

  @Override
  public void attribute(String name, String value) {
    if (value.isEmpty() || name.startsWith("xmlns")) {
      return;
    }
    if (depth == FIELD && part.equals("System")) {
      systemAttribute(local(name), value);
    } else if (inData()) {
      if (name.equals("Name")) {
        dataName = value;
        path.rename(value);
      } else if (part.equals("UserData")) {
        data.add(new EventValue(path.of(FIELD + 1, "@" + local(name)), value));
      }
    }
  }

  private void systemAttribute(String name, String value) {
    switch (element) {
      case "Provider" -> {
        switch (name) {
          case "Name" -> provider = value;
          case "Guid" -> providerGuid = value;
          case "EventSourceName" -> eventSourceName = value;
          default -> {}
        }
      }
      case "EventID" -> {
        if (name.equals("Qualifiers")) {
          qualifiers = EventTexts.integer(value);
        }
      }
      case "TimeCreated" -> {
        if (name.equals("SystemTime")) {
          timeCreated = EventTexts.time(value);
        }
      }
      case "Correlation" -> {
        if (name.equals("ActivityID")) {
          activityId = value;
        } else if (name.equals("RelatedActivityID")) {
          relatedActivityId = value;
        }
      }
      case "Execution" -> {
        if (name.equals("ProcessID")) {
          processId = EventTexts.number(value);
        } else if (name.equals("ThreadID")) {
          threadId = EventTexts.number(value);
        }
      }
      case "Security" -> {
        if (name.equals("UserID")) {
          userSid = value;
        }
      }
      default -> {}
    }
  }

  @Override
  public void text(String more) {
    if (leaf && !more.isEmpty()) {
      text = text == null ? more : text + more;
    }
  }

  @Override
  public void end() {
    if (leaf && depth == FIELD && part.equals("System")) {
      systemElement(text);
    } else if (leaf && depth == FIELD && part.equals("RenderingInfo")) {
      if (element.equals("Message")) {
        message = text;
      }
    } else if (leaf && inData()) {
      data.add(new EventValue(dataName != null ? dataName : name(), text));
    }
    leaf = false;
    if (depth > SECTION) {
      path.up();
    }
    depth--;
  }

  private void systemElement(@Nullable String value) {
    if (value == null) {
      return;
    }
    switch (element) {
      case "EventID" -> eventId = EventTexts.integer(value);
      case "Version" -> version = EventTexts.integer(value);
      case "Level" -> level = EventTexts.integer(value);
      case "Task" -> task = EventTexts.integer(value);
      case "Opcode" -> opcode = EventTexts.integer(value);
      case "Keywords" -> keywords = EventTexts.number(value);
      case "EventRecordID" -> eventRecordId = EventTexts.number(value);
      case "Channel" -> channel = value;
      case "Computer" -> computer = value;
      default -> {}
    }
  }

  private boolean inData() {
    return depth >= FIELD && !part.equals("System") && !part.equals("RenderingInfo");
  }

  /**
   * UserData holds one element of the provider's own, which says nothing that the event does not.
   */
  private @Nullable String name() {
    if (element.equals("Data") && depth == FIELD) {
      return null;
    }
    return depth == FIELD ? element : path.of(part.equals("UserData") ? FIELD + 1 : FIELD, null);
  }

  private static String local(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(colon + 1);
  }

  /** The event of all that was given. */
  public WindowsEvent build() {
    return new WindowsEvent(
        new EventSystem(
            new Provider(provider, providerGuid, eventSourceName),
            eventId,
            qualifiers,
            version,
            level,
            task,
            opcode,
            keywords,
            timeCreated,
            eventRecordId,
            activityId,
            relatedActivityId,
            processId,
            threadId,
            channel,
            computer,
            userSid),
        section,
        data,
        message);
  }

  /** The names of the open elements, from the third level on. */
  private static final class Path {
    private final List<String> names = new ArrayList<>(4);

    void down(String name) {
      names.add(name);
    }

    void rename(String name) {
      names.set(names.size() - 1, name);
    }

    void up() {
      names.removeLast();
    }

    String of(int fromDepth, @Nullable String last) {
      int from = fromDepth - FIELD;
      if (last == null && names.size() == from + 1) {
        return names.getLast();
      }
      StringBuilder joined = new StringBuilder();
      for (int i = from; i < names.size(); i++) {
        joined.append(joined.isEmpty() ? "" : "/").append(names.get(i));
      }
      if (last != null) {
        joined.append(joined.isEmpty() ? "" : "/").append(last);
      }
      return joined.toString();
    }
  }
}
