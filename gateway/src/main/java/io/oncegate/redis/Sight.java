package io.oncegate.redis;

import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.EntryVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Redis shows an operator of a key.
 *
 * @param now Redis's clock
 * @param timeLeft empty where the key never expires
 * @param size in bytes
 * @param readable whether it is a record
 * @param version what a change has to name
 * @param bytes all of it, or as much as says what it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sight(
        Instant now, Optional<Duration> timeLeft, long size, boolean readable, EntryVersion version, byte[] bytes) {

    /** Reads what the scripts call a sight. */
    static Sight of(List<?> reply) {
        return new Sight(
                Instant.ofEpochMilli((Long) reply.get(0)),
                timeLeft((Long) reply.get(1)),
                (Long) reply.get(2),
                text(reply.get(3)).equals("record"),
                new EntryVersion(text(reply.get(4))),
                (byte[]) reply.get(5));
    }

    /** What {@code PTTL} answered. */
    static Optional<Duration> timeLeft(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    EntrySummary summary(EntryId id) {
        Optional<Entry> entry = readable ? RecordCodec.begins(bytes) : Optional.empty();
        return EntrySummary.of(id, version, entry, size, timeLeft, now);
    }

    private static String text(Object word) {
        return new String((byte[]) word, StandardCharsets.US_ASCII);
    }
}
