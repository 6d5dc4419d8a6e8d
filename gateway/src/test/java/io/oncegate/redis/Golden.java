package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Entry;
import io.oncegate.core.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Records of version 1 as they were written once and have to be readable for ever; and what each of them means.
 *
 * <p>The files are written by hand. A change to one of them is a new version of the layout.
 */
enum Golden {
    IN_FLIGHT(new Entry.InFlight(head(1), At.LATE)),
    /** Written by the claim script only: the codec writes what it is but for the mark. */
    AWAITED(new Entry.InFlight(head(1), At.LATE)),
    IN_FLIGHT_LAPSED(new Entry.InFlight(head(3), At.EARLY.plusSeconds(30))),
    KEPT(new Entry.Kept(head(1), At.LATE, At.CREATED)),
    KEPT_OVER(new Entry.Kept(head(1), At.EARLY.plus(Duration.ofDays(1)), At.CREATED)),
    KEPT_BARE(new Entry.Kept(head(65_535), At.LATE, new Answer.Kept(204, List.of(), new byte[0]))),
    UNKNOWN(new Entry.Unknown(head(2))),
    EXPIRED(new Entry.Tombstone(head(1), true, 201, Optional.of("/api/orders/7"))),
    NOT_KEPT(new Entry.Tombstone(head(1), false, 200, Optional.empty()));

    /** In a class of its own: an enum's constants come before its other fields. */
    private static final class At {
        static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
        static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");
        static final Answer.Kept CREATED = new Answer.Kept(
                201,
                List.of(
                        new Header("Location", "/api/orders/7"),
                        new Header("Content-Type", "application/json"),
                        new Header("X-Note", "gr\u00fc\u00df \u20ac")),
                HexFormat.of().parseHex("7b226f726465724964223a377d00ff"));
    }

    @SuppressWarnings("ImmutableEnumChecker") // shared by tests that only compare it
    private final Entry entry;

    Golden(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** The bytes in the file: pairs of hexadecimal digits, with whatever follows a number sign left out. */
    byte[] record() {
        String file = "/golden/v1/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".hex";
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
            String text = new String(in.readAllBytes(), UTF_8);
            return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of its bytes are its answer's body, which may have any length. */
    int bodyLength() {
        return entry instanceof Entry.Kept kept ? kept.answer().body().length : 0;
    }

    private static Entry.Head head(int attempt) {
        return new Entry.Head(Sample.OWNER, Sample.ORDER, attempt, At.EARLY);
    }
}
