package org.hinomi.core.windows;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Windows event, in the words of its schema
 * (http://schemas.microsoft.com/win/2004/08/events/event). What the event does not say is null.
 *
 * @param system who wrote it, when and as what
 * @param section the element that holds the data: EventData, UserData, DebugData …
 * @param data the values in their order
 * @param message the text that a forwarding computer has rendered (RenderingInfo)
 */
public record WindowsEvent(
    EventSystem system, @Nullable String section, List<EventValue> data, @Nullable String message) {
  /** Copies the list. */
  public WindowsEvent {
    data = List.copyOf(data);
  }

  /** The first value of this name, or null. */
  public @Nullable String value(String name) {
    for (EventValue each : data) {
      if (name.equals(each.name())) {
        return each.value();
      }
    }
    return null;
  }

  /**
   * The System element.
   *
   * @param eventId 0..65535
   * @param qualifiers the upper half of a classic event's identifier
   * @param level 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 always logged
   * @param keywords a bit mask
   * @param timeCreated exact to Windows' 100 ns
   */
  public record EventSystem(
      Provider provider,
      @Nullable Integer eventId,
      @Nullable Integer qualifiers,
      @Nullable Integer version,
      @Nullable Integer level,
      @Nullable Integer task,
      @Nullable Integer opcode,
      @Nullable Long keywords,
      @Nullable Instant timeCreated,
      @Nullable Long eventRecordId,
      @Nullable String activityId,
      @Nullable String relatedActivityId,
      @Nullable Long processId,
      @Nullable Long threadId,
      @Nullable String channel,
      @Nullable String computer,
      @Nullable String userSid) {}

  /**
   * Who wrote the event.
   *
   * @param guid in braces, in the letters of the event
   * @param eventSourceName the name of a classic source
   */
  public record Provider(
      @Nullable String name, @Nullable String guid, @Nullable String eventSourceName) {}
}
