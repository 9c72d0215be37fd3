package io.deploytelemetry.agent.model;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an object of the application means as a text, an amount or a time. What takes an object may
 * run code of the application, and so throw anything.
 */
public final class ValueReader {

  /** A value has at most this many characters; it becomes a label. */
  private static final int LONGEST = 128;

  private static final long MILLIS_PER_SECOND = 1_000;

  private ValueReader() {}

  /**
   * The text of a value: a string itself, an enum constant's name, what an {@code Optional} holds,
   * else {@code toString()}; {@code ""} for {@code null}.
   */
  public static String text(@Nullable Object value) {
    if (value instanceof String) {
      return cut((String) value);
    }
    if (value instanceof Enum) {
      return cut(((Enum<?>) value).name());
    }
    Object held = unwrap(value);
    if (held != value) {
      return text(held);
    }
    String text = value == null ? null : value.toString();
    return text == null ? "" : cut(text);
  }

  /**
   * How many a value stands for: a number, 1 or 0 for a boolean, or the size of a collection, map
   * or array; {@code NaN} for anything else, and where it is negative.
   */
  public static double amount(@Nullable Object value) {
    Object held = unwrap(value);
    double amount = Double.NaN;
    if (held instanceof Number) {
      amount = ((Number) held).doubleValue();
    } else if (held instanceof Boolean) {
      amount = (Boolean) held ? 1 : 0;
    } else if (held instanceof Collection) {
      amount = ((Collection<?>) held).size();
    } else if (held instanceof Map) {
      amount = ((Map<?, ?>) held).size();
    } else if (held != null && held.getClass().isArray()) {
      amount = Array.getLength(held);
    }
    return amount >= 0 && amount <= Double.MAX_VALUE ? amount : Double.NaN;
  }

  /**
   * The seconds since 1970 of an {@code Instant}, {@code Date}, {@code OffsetDateTime}, {@code
   * ZonedDateTime}, ISO-8601 text or number of milliseconds; {@code NaN} for anything else.
   *
   * @throws java.time.format.DateTimeParseException if a text is not ISO-8601 with a zone
   */
  @SuppressWarnings("JavaUtilDate") // toInstant() of java.sql.Date throws
  public static double epochSeconds(@Nullable Object value) {
    Object held = unwrap(value);
    if (held instanceof Number) {
      return ((Number) held).doubleValue() / MILLIS_PER_SECOND;
    }
    if (held instanceof Date) {
      return (double) ((Date) held).getTime() / MILLIS_PER_SECOND;
    }
    Instant instant = null;
    if (held instanceof Instant) {
      instant = (Instant) held;
    } else if (held instanceof OffsetDateTime) {
      instant = ((OffsetDateTime) held).toInstant();
    } else if (held instanceof ZonedDateTime) {
      instant = ((ZonedDateTime) held).toInstant();
    } else if (held instanceof CharSequence) {
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parse(((CharSequence) held).toString().trim());
      instant = Instant.from(parsed);
    }
    return instant == null ? Double.NaN : instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  /** What an {@code Optional} holds, {@code null} for an empty one; any other value itself. */
  public static @Nullable Object unwrap(@Nullable Object value) {
    if (value instanceof Optional) {
      return unwrap(((Optional<?>) value).orElse(null));
    }
    if (value instanceof OptionalInt) {
      OptionalInt held = (OptionalInt) value;
      return held.isPresent() ? held.getAsInt() : null;
    }
    if (value instanceof OptionalLong) {
      OptionalLong held = (OptionalLong) value;
      return held.isPresent() ? held.getAsLong() : null;
    }
    if (value instanceof OptionalDouble) {
      OptionalDouble held = (OptionalDouble) value;
      return held.isPresent() ? held.getAsDouble() : null;
    }
    return value;
  }

  /**
   * A text as UTF-8 can tell it: halves of surrogate pairs become {@code ?}. Two texts that differ
   * in nothing else would be two series of the same name.
   */
  public static String encodable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** A text, cut to the length of a label; no half of a surrogate pair is left at its end. */
  public static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end);
  }
}
