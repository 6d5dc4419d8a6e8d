package io.oncegate.edge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times for answers: ISO 8601, UTC, and always six digits after the point, so that equal times look equal. */
public final class UtcTime {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private UtcTime() {}

    /** For example {@code 2026-11-23T08:00:00.000000Z}. */
    public static String format(Instant time) {
        return FORMAT.format(time);
    }
}
