/**
 * In: {@code conf/calendars/*.yaml} and the iCalendar files that they name. Out: for a group of
 * hosts and an instant, whether people work then, which holiday it is, and which maintenance was
 * announced. Beside the flow: knows no stage, any stage may ask it.
 */
@NullMarked
package org.hinomi.collector.calendar;

import org.jspecify.annotations.NullMarked;
