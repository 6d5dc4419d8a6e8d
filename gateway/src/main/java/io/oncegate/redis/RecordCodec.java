package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Entry;
import io.oncegate.core.Fingerprint;
import io.oncegate.core.History;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a record, version 1. The layout is documented in {@code docs/record-layout.md} and pinned by golden
 * files; the claim script comes to the same verdict on whether a record can be read.
 */
final class RecordCodec {

    static final byte VERSION = 1;
    static final int HEAD = 49;

    /** Where Redis's clock goes in: {@code since} and {@code until}, six bytes each. */
    static final int TIMES_AT = 28;

    static final int TIMES_END = 40;

    static final byte IN_FLIGHT = 'I';
    static final byte AWAITED = 'W';
    static final byte KEPT = 'K';
    static final byte UNKNOWN = 'U';
    static final byte RELEASED = 'R';
    static final byte EXPIRED = 'E';
    static final byte NOT_KEPT = 'N';

    private static final int MAX_SHORT = 0xffff;

    private RecordCodec() {}

    /** Which state a record holds; the head is the same for all. */
    static byte state(Entry entry) {
        if (entry instanceof Entry.InFlight) {
            return IN_FLIGHT;
        }
        if (entry instanceof Entry.Kept) {
            return KEPT;
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            return tombstone.expired() ? EXPIRED : NOT_KEPT;
        }
        return entry instanceof Entry.Released ? RELEASED : UNKNOWN;
    }

    static byte[] encode(Entry entry) {
        byte[] tail = tail(entry);
        History history = entry.head().history();
        ByteBuffer record = ByteBuffer.allocate(HEAD + HistoryCodec.length(history) + tail.length);
        record.put(untimedHead(entry));
        putTime(record, entry.head().since());
        putTime(record, until(entry));
        HistoryCodec.put(record, history);
        return record.put(tail).array();
    }

    /** The head up to the times, which the script fills in. */
    static byte[] untimedHead(Entry entry) {
        Entry.Head head = entry.head();
        return ByteBuffer.allocate(TIMES_AT)
                .put(VERSION)
                .put(state(entry))
                .putShort((short) head.attempt())
                .putLong(head.owner().value())
                .putLong(head.fingerprint().high())
                .putLong(head.fingerprint().low())
                .array();
    }

    /** What follows head and history. */
    static byte[] tail(Entry entry) {
        if (entry instanceof Entry.Kept kept) {
            return kept(kept.answer());
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            byte[] location = utf8(tombstone.location().orElse(""));
            return ByteBuffer.allocate(4 + location.length)
                    .putShort((short) tombstone.firstStatus())
                    .putShort((short) location.length)
                    .put(location)
                    .array();
        }
        return entry instanceof Entry.InFlight ? new byte[0] : HistoryCodec.ending(entry);
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if it is of another version, or damaged
     */
    static Entry decode(byte[] record) {
        try {
            return decode(ByteBuffer.wrap(record));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableRecordException("the record ends too early", e);
        }
    }

    private static Entry decode(ByteBuffer record) {
        if (record.get() != VERSION) {
            throw new UnreadableRecordException("the record is of another version", null);
        }
        byte state = record.get();
        int attempt = record.getShort() & MAX_SHORT;
        ClaimToken owner = new ClaimToken(record.getLong());
        Fingerprint fingerprint = new Fingerprint(record.getLong(), record.getLong());
        Instant since = time(record);
        Instant until = time(record);
        Entry.Head head = new Entry.Head(owner, fingerprint, attempt, since, HistoryCodec.history(record));
        return switch (state) {
            case IN_FLIGHT, AWAITED -> new Entry.InFlight(head, until);
            case KEPT -> new Entry.Kept(head, until, answer(record));
            case UNKNOWN, RELEASED -> withoutAnswer(head, state == RELEASED, HistoryCodec.ended(record));
            case EXPIRED, NOT_KEPT -> tombstone(head, state == EXPIRED, record);
            default -> throw new UnreadableRecordException("the record's state is unknown", null);
        };
    }

    private static Entry withoutAnswer(Entry.Head head, boolean released, HistoryCodec.Ended ended) {
        return released
                ? new Entry.Released(head, ended.how(), ended.upstreamStatus())
                : new Entry.Unknown(head, ended.how(), ended.upstreamStatus());
    }

    private static Entry.Tombstone tombstone(Entry.Head head, boolean expired, ByteBuffer record) {
        int status = status(record);
        String location = text(record, record.getShort() & MAX_SHORT);
        return new Entry.Tombstone(head, expired, status, Optional.of(location).filter(l -> !l.isEmpty()));
    }

    private static byte[] kept(Answer.Kept answer) {
        byte[] location = utf8(answer.location().orElse(""));
        List<byte[]> texts = new ArrayList<>();
        int size = 2 + 2 + location.length + 1 + answer.body().length;
        for (Answer.Header header : answer.headers()) {
            if (isLocation(header)) {
                continue;
            }
            byte[] name = utf8(header.name());
            byte[] value = utf8(header.value());
            texts.add(name);
            texts.add(value);
            size += 1 + name.length + 2 + value.length;
        }
        ByteBuffer tail = ByteBuffer.allocate(size)
                .putShort((short) answer.status())
                .putShort((short) location.length)
                .put(location)
                .put((byte) (texts.size() / 2));
        for (int i = 0; i < texts.size(); i += 2) {
            tail.put((byte) texts.get(i).length).put(texts.get(i));
            tail.putShort((short) texts.get(i + 1).length).put(texts.get(i + 1));
        }
        return tail.put(answer.body()).array();
    }

    private static Answer.Kept answer(ByteBuffer record) {
        int status = status(record);
        List<Answer.Header> headers = new ArrayList<>();
        String location = text(record, record.getShort() & MAX_SHORT);
        if (!location.isEmpty()) {
            headers.add(new Answer.Header("Location", location));
        }
        int count = record.get() & 0xff;
        for (int i = 0; i < count; i++) {
            String name = text(record, record.get() & 0xff);
            headers.add(new Answer.Header(name, text(record, record.getShort() & MAX_SHORT)));
        }
        byte[] body = new byte[record.remaining()];
        record.get(body);
        return new Answer.Kept(status, headers, body);
    }

    /** Three digits, as an answer's has and no other can be written to a client. */
    private static int status(ByteBuffer record) {
        int status = record.getShort() & MAX_SHORT;
        if (status < 100 || status > 999) {
            throw new UnreadableRecordException("the record's status is none", null);
        }
        return status;
    }

    /** As much of an answer as the layout's length fields hold: one whose headers do not fit is a fact only. */
    static Answer fitting(Answer answer) {
        return answer.fold(
                kept -> fits(kept) ? kept : fact(kept.status(), kept.location()),
                notKept -> fact(notKept.status(), notKept.location()));
    }

    private static Answer fact(int status, Optional<String> location) {
        return new Answer.NotKept(status, location.filter(it -> utf8(it).length <= MAX_SHORT));
    }

    private static boolean fits(Answer.Kept answer) {
        return answer.headers().size() <= 0xff
                && answer.headers().stream()
                        .allMatch(header ->
                                utf8(header.name()).length <= 0xff && utf8(header.value()).length <= MAX_SHORT);
    }

    private static boolean isLocation(Answer.Header header) {
        return header.name().equalsIgnoreCase("Location");
    }

    private static Instant until(Entry entry) {
        if (entry instanceof Entry.InFlight inFlight) {
            return inFlight.leaseUntil();
        }
        return entry instanceof Entry.Kept kept
                ? kept.keptUntil()
                : entry.head().since();
    }

    static void putTime(ByteBuffer record, Instant time) {
        long millis = time.toEpochMilli();
        record.putShort((short) (millis >>> 32)).putInt((int) millis);
    }

    static Instant time(ByteBuffer record) {
        long high = record.getShort() & (long) MAX_SHORT;
        return Instant.ofEpochMilli((high << 32) | (record.getInt() & 0xffff_ffffL));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer record, int length) {
        byte[] bytes = new byte[length];
        record.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
