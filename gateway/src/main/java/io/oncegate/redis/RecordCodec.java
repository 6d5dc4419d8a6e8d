package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Entry;
import io.oncegate.core.Fingerprint;
import io.oncegate.core.History;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bytes of a record: version 2 is written, and version 1 read as well. The layout is documented in {@code docs/record-layout.md} and pinned by golden
 * files; the claim script comes to the same verdict on whether a record can be read.
 */
final class RecordCodec {

    static final byte VERSION = 2;

    /** The version before, whose headers are all spelled out; the rest is the same. */
    static final byte WITHOUT_CODES = 1;

    static final int HEAD = 49;

    /** Where Redis's clock goes in: {@code since} and {@code until}, six bytes each. */
    static final int TIMES_AT = 28;

    static final int TIMES_END = 40;

    static final byte IN_FLIGHT = 'I';
    static final byte AWAITED = 'W';
    static final byte KEPT = 'K';
    static final byte SEALED = 'S';
    static final byte UNKNOWN = 'U';
    static final byte RELEASED = 'R';
    static final byte EXPIRED = 'E';
    static final byte NOT_KEPT = 'N';

    private static final long MAX_SHORT = 0xffff;

    private RecordCodec() {}

    /** Whether records of this version can be read. */
    static boolean isKnown(byte version) {
        return version == VERSION || version == WITHOUT_CODES;
    }

    /** Which state a record holds; the head is the same for all. An answer that is sealed has a letter of its own. */
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
        record.put(untimedHead(entry, state(entry)));
        putTime(record, entry.head().since());
        putTime(record, until(entry));
        HistoryCodec.put(record, history);
        return record.put(tail).array();
    }

    /** The head up to the times, which the script fills in. */
    static byte[] untimedHead(Entry entry, byte state) {
        Entry.Head head = entry.head();
        return untimedHead(state, head.attempt(), head.owner(), head.fingerprint());
    }

    static byte[] untimedHead(byte state, int attempt, ClaimToken owner, Fingerprint fingerprint) {
        return ByteBuffer.allocate(TIMES_AT)
                .put(VERSION)
                .put(state)
                .putShort((short) attempt)
                .putLong(owner.value())
                .putLong(fingerprint.high())
                .putLong(fingerprint.low())
                .array();
    }

    /** What follows head and history. */
    static byte[] tail(Entry entry) {
        if (entry instanceof Entry.Kept kept) {
            return AnswerCodec.kept(kept.answer());
        }
        if (entry instanceof Entry.Tombstone tombstone) {
            return AnswerCodec.fact(tombstone.firstStatus(), tombstone.location());
        }
        return entry instanceof Entry.InFlight ? new byte[0] : HistoryCodec.ending(entry);
    }

    /** Reads how a record begins: an answer's headers and body are left out. Empty where that much cannot be read. */
    static Optional<Entry> begins(byte[] record) {
        try {
            return Optional.of(
                    decode(ByteBuffer.wrap(record), AnswerCodec::status, AnswerCodec::status, AnswerCodec::status));
        } catch (BufferUnderflowException | IllegalArgumentException | UnreadableRecordException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a record with nothing sealed in it.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or sealed
     */
    static Entry decode(byte[] record) {
        return decode(record, (version, fact, closed) -> Optional.empty());
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or does not open
     */
    static Entry decode(byte[] record, AnswerCodec.Opening opening) {
        return decode(ByteBuffer.wrap(record), opening);
    }

    /**
     * Reads a record, from the buffer's beginning to its end.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or does not open
     */
    static Entry decode(ByteBuffer record, AnswerCodec.Opening opening) {
        try {
            return decode(record, AnswerCodec::answer, it -> AnswerCodec.sealed(it, opening), AnswerCodec::fact);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableRecordException("the record ends too early", e);
        }
    }

    private static Entry decode(
            ByteBuffer record,
            Function<ByteBuffer, Answer.Kept> answer,
            Function<ByteBuffer, Answer.Kept> sealed,
            Function<ByteBuffer, ? extends Answer> fact) {
        if (!isKnown(record.get())) {
            throw new UnreadableRecordException("the record is of another version", null);
        }
        byte state = record.get();
        int attempt = record.getShort() & 0xffff;
        ClaimToken owner = new ClaimToken(record.getLong());
        Fingerprint fingerprint = new Fingerprint(record.getLong(), record.getLong());
        Instant since = time(record);
        Instant until = time(record);
        Entry.Head head = new Entry.Head(owner, fingerprint, attempt, since, HistoryCodec.history(record));
        return switch (state) {
            case IN_FLIGHT, AWAITED -> new Entry.InFlight(head, until);
            case KEPT -> new Entry.Kept(head, until, answer.apply(record));
            case SEALED -> new Entry.Kept(head, until, sealed.apply(record));
            case UNKNOWN, RELEASED -> withoutAnswer(head, state == RELEASED, HistoryCodec.ended(record));
            case EXPIRED, NOT_KEPT -> tombstone(head, state == EXPIRED, fact.apply(record));
            default -> throw new UnreadableRecordException("the record's state is unknown", null);
        };
    }

    private static Entry withoutAnswer(Entry.Head head, boolean released, HistoryCodec.Ended ended) {
        return released
                ? new Entry.Released(head, ended.how(), ended.upstreamStatus())
                : new Entry.Unknown(head, ended.how(), ended.upstreamStatus());
    }

    private static Entry.Tombstone tombstone(Entry.Head head, boolean expired, Answer fact) {
        return new Entry.Tombstone(head, expired, fact.status(), fact.location());
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
        long high = record.getShort() & MAX_SHORT;
        return Instant.ofEpochMilli((high << 32) | (record.getInt() & 0xffff_ffffL));
    }
}
