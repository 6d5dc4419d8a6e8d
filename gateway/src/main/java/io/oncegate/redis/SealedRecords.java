package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Records as Redis has them: the body of an answer compressed where that is worth it, and then headers and body sealed where
 * the gateway has a key. What is sealed could not be compressed any more.
 */
final class SealedRecords {

    private static final byte[] NONE = {};

    private final AnswerSeal seal;
    private final BodyCompression compression;

    SealedRecords(AnswerSeal seal) {
        this(seal, BodyCompression.off());
    }

    SealedRecords(AnswerSeal seal, BodyCompression compression) {
        this.seal = seal;
        this.compression = compression;
    }

    /**
     * What follows head and history.
     *
     * @param state the letter of the record that has it
     * @param start how it begins
     * @param body the rest; an answer's own body, where it is there as it is
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tail(byte state, byte[] start, byte[] body) {

        int length() {
            return start.length + body.length;
        }

        byte[] bytes() {
            return AnswerCodec.joined(start, body);
        }
    }

    Tail tail(EntryId id, Entry entry) {
        return entry instanceof Entry.Kept kept
                ? tail(id, kept.answer())
                : new Tail(RecordCodec.state(entry), RecordCodec.tail(entry), NONE);
    }

    Tail tail(EntryId id, Answer.Kept answer) {
        byte[] fact = AnswerCodec.fact(answer.status(), answer.location());
        ContentCodec.Content content = ContentCodec.content(answer, compression);
        Optional<byte[]> sealed =
                seal.seals() ? seal.seal(place(RecordCodec.VERSION, id, fact), content.joined()) : Optional.empty();
        return sealed.map(it -> new Tail(RecordCodec.SEALED, fact, it))
                .orElseGet(
                        () -> new Tail(RecordCodec.KEPT, AnswerCodec.joined(fact, content.headers()), content.body()));
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or does not open
     */
    Entry decode(EntryId id, byte[] record) {
        return decode(id, ByteBuffer.wrap(record));
    }

    /**
     * Reads a record, from the buffer's beginning to its end.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or does not open
     */
    Entry decode(EntryId id, ByteBuffer record) {
        return RecordCodec.decode(record, (version, fact, closed) -> seal.open(place(version, id, fact), closed));
    }

    /** Under another key, with another fact, or in another version of the layout, nothing opens. */
    private static byte[] place(byte version, EntryId id, byte[] fact) {
        byte[] key = RedisKeys.bytes(id);
        return ByteBuffer.allocate(1 + Integer.BYTES + key.length + fact.length)
                .put(version)
                .putInt(key.length)
                .put(key)
                .put(fact)
                .array();
    }
}
