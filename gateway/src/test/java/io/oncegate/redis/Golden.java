package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Attempt;
import io.oncegate.core.Attempt.How;
import io.oncegate.core.Entry;
import io.oncegate.core.History;
import io.oncegate.core.Instance;
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
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records as they were written once and have to be readable for ever, of both versions; and what each of them means.
 *
 * <p>The files are written by hand. A change to one of them is a new version of the layout.
 */
enum Golden {
    IN_FLIGHT(new Entry.InFlight(head(1, At.BEGUN), At.LATE)),
    /** Written by the claim script only: the codec writes what it is but for the mark. */
    AWAITED(new Entry.InFlight(head(1, At.BEGUN), At.LATE)),
    IN_FLIGHT_LAPSED(
            new Entry.InFlight(head(3, At.history(Optional.of(Duration.ZERO), At.TWO)), At.EARLY.plusSeconds(30))),
    KEPT(new Entry.Kept(head(1, At.TOOK), At.LATE, At.CREATED)),
    /** As {@link #KEPT}; written by {@link Sealing#ID}'s gateway. What is random in it is made up. */
    SEALED(new Entry.Kept(head(1, At.TOOK), At.LATE, At.CREATED)),
    KEPT_OVER(new Entry.Kept(head(1, At.TOOK), At.EARLY.plus(Duration.ofDays(1)), At.CREATED)),
    KEPT_BARE(new Entry.Kept(
            head(65_535, At.history(Optional.of(Duration.ofMillis(0xffff_fffeL)), At.EIGHT)),
            At.LATE,
            new Answer.Kept(204, List.of(), new byte[0]))),
    KEPT_BY_HAND(new Entry.Kept(head(2, At.history(Optional.empty(), At.TWO)), At.LATE, At.CREATED)),
    /** Each kind of code for a header; only version 2 has them. */
    KEPT_CODED(new Entry.Kept(head(1, At.TOOK), At.LATE, At.CODED)),
    /** Not written any more. */
    KEPT_DEFLATED(new Entry.Kept(head(1, At.TOOK), At.LATE, At.LARGE)),
    /** Not as the codec writes it to the last byte: how well a body is compressed is the library's affair. */
    KEPT_LZ4(new Entry.Kept(head(1, At.TOOK), At.LATE, At.LARGE)),
    UNKNOWN(new Entry.Unknown(
            head(2, At.history(Optional.of(Duration.ofSeconds(30)), At.TWO.subList(0, 1))),
            How.UNKNOWN,
            OptionalInt.of(502))),
    RELEASED(new Entry.Released(
            head(2, At.history(Optional.empty(), At.TWO)), How.RELEASED_BY_HAND, OptionalInt.empty())),
    RELEASED_AGAIN(new Entry.Released(
            head(3, At.history(Optional.of(Duration.ofMillis(20)), At.THREE)),
            How.STILL_RELEASED,
            OptionalInt.of(401))),
    EXPIRED(new Entry.Tombstone(head(1, At.TOOK), true, 201, Optional.of("/api/orders/7"))),
    NOT_KEPT(new Entry.Tombstone(
            head(1, At.history(Optional.of(Duration.ofMillis(1500)), At.TWO.subList(0, 1))),
            false,
            200,
            Optional.empty()));

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
        static final Answer.Kept CODED = new Answer.Kept(
                201,
                List.of(
                        new Header("Location", "/api/orders/7"),
                        new Header("content-type", "application/json"),
                        new Header("ETag", "\"3f80f\""),
                        new Header("Etag", ""),
                        new Header("Link", "a".repeat(256)),
                        new Header("CONTENT-TYPE", "application/json"),
                        new Header("vary", "Accept-Language")),
                "{}".getBytes(UTF_8));
        static final Answer.Kept LARGE = new Answer.Kept(
                201,
                CREATED.headers().subList(0, 2),
                IntStream.range(0, 20)
                        .mapToObj("{\"product\":\"SKU-%d\"}"::formatted)
                        .collect(Collectors.joining(",", "{\"orderId\":7,\"lines\":[", "]}"))
                        .getBytes(UTF_8));
        static final History BEGUN = history(Optional.of(Duration.ZERO), List.of());
        static final History TOOK = history(Optional.of(Duration.ofMillis(1500)), List.of());
        static final List<Attempt> TWO = List.of(
                attempt("2025-12-31T23:58:00Z", 60_000, How.UNKNOWN, 503),
                attempt("2025-12-31T23:59:30Z", -1, How.LAPSED, 0));
        static final List<Attempt> THREE =
                List.of(TWO.get(0), TWO.get(1), attempt("2025-12-31T23:59:50Z", -1, How.RELEASED_BY_HAND, 0));
        static final List<Attempt> EIGHT = List.of(
                attempt("2025-12-31T00:00:00Z", -1, How.LAPSED, 0),
                attempt("2025-12-31T02:00:00Z", 2000, How.UNKNOWN, 500),
                attempt("2025-12-31T03:00:00Z", 3000, How.UNKNOWN, 0),
                attempt("2025-12-31T04:00:00Z", 4000, How.NOT_EXECUTED, 503),
                attempt("2025-12-31T05:00:00Z", -1, How.RELEASED_BY_HAND, 0),
                attempt("2025-12-31T06:00:00Z", 6000, How.STILL_RELEASED, 401),
                attempt("2025-12-31T07:00:00Z", 7000, How.UNKNOWN, 0),
                attempt("2025-12-31T08:00:00Z", 0, How.UNKNOWN, 502));

        static History history(Optional<Duration> took, List<Attempt> earlier) {
            return new History(Sample.INSTANCE, took, earlier);
        }

        private static Attempt attempt(String started, long took, How how, int status) {
            return new Attempt(
                    Instant.parse(started),
                    took < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(took)),
                    how,
                    status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                    new Instance(0x0e0e0e0e));
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // shared by tests that only compare it
    private final Entry entry;

    Golden(Entry entry) {
        this.entry = entry;
    }

    Entry entry() {
        return entry;
    }

    /** As it is written now. */
    byte[] record() {
        return record(RecordCodec.VERSION);
    }

    /** As it was written before. */
    byte[] recordOfVersion1() {
        return record(1);
    }

    /** Those that there are of version 1 too. */
    static Stream<Golden> ofVersion1() {
        return Stream.of(values()).filter(it -> it != KEPT_CODED && it != KEPT_DEFLATED && it != KEPT_LZ4);
    }

    /** The bytes in the file: pairs of hexadecimal digits, with whatever follows a number sign left out. */
    private byte[] record(int version) {
        String file = "/golden/v" + version + "/"
                + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".hex";
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

    private static Entry.Head head(int attempt, History history) {
        return new Entry.Head(Sample.OWNER, Sample.ORDER, attempt, At.EARLY, history);
    }
}
