package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import java.nio.ByteBuffer;

/**
 * Records as Redis has them: the body of an answer deflated where that is worth it, and then headers and body sealed where
 * the gateway has a key. What is sealed could not be deflated any more.
 */
final class SealedRecords {

    private final AnswerSeal seal;
    private final BodyDeflation deflation;

    SealedRecords(AnswerSeal seal) {
        this(seal, BodyDeflation.off());
    }

    SealedRecords(AnswerSeal seal, BodyDeflation deflation) {
        this.seal = seal;
        this.deflation = deflation;
    }

    /**
     * What follows head and history.
     *
     * @param state the letter of the record that has it
     * @param bytes the tail itself
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tail(byte state, byte[] bytes) {}

    Tail tail(EntryId id, Entry entry) {
        return entry instanceof Entry.Kept kept
                ? tail(id, kept.answer())
                : new Tail(RecordCodec.state(entry), RecordCodec.tail(entry));
    }

    Tail tail(EntryId id, Answer.Kept answer) {
        byte[] fact = AnswerCodec.fact(answer.status(), answer.location());
        byte[] content = ContentCodec.content(answer, deflation).joined();
        return seal.seal(place(RecordCodec.VERSION, id, fact), content)
                .map(it -> new Tail(RecordCodec.SEALED, AnswerCodec.joined(fact, it)))
                .orElseGet(() -> new Tail(RecordCodec.KEPT, AnswerCodec.joined(fact, content)));
    }

    /**
     * Reads a record.
     *
     * @throws UnreadableRecordException if it is of another version, damaged, or does not open
     */
    Entry decode(EntryId id, byte[] record) {
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
