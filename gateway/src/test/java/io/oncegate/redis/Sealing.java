package io.oncegate.redis;

import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.nio.ByteBuffer;
import java.util.Map;

/** Secrets to seal with, and what one gateway has of them. */
final class Sealing {

    /** Whose record the golden one is. */
    static final EntryId ID = Sample.id("k");

    /** The golden record's. */
    static final int OLD = 7;

    static final int NEW = 255;

    private static final Map<Integer, byte[]> SECRETS = Map.of(OLD, counting(0), NEW, counting(100));

    private Sealing() {}

    /** 32 bytes in a row. */
    static byte[] counting(int from) {
        ByteBuffer secret = ByteBuffer.allocate(32);
        while (secret.hasRemaining()) {
            secret.put((byte) (from + secret.position()));
        }
        return secret.array();
    }

    static AnswerSeal old() {
        return new AesGcmSeal(Map.of(OLD, SECRETS.get(OLD)), OLD);
    }

    /** Seals with the new secret and opens both. */
    static AnswerSeal rotated() {
        return new AesGcmSeal(SECRETS, NEW);
    }

    static AnswerSeal withoutTheOld() {
        return new AesGcmSeal(Map.of(NEW, SECRETS.get(NEW)), NEW);
    }

    static AnswerSeal opening() {
        return new AesGcmSeal(SECRETS, AesGcmSeal.NOTHING);
    }

    static Entry decode(byte[] record) {
        return new SealedRecords(opening()).decode(ID, record);
    }
}
