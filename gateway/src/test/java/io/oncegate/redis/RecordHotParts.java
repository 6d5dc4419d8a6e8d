package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What goes to Redis and comes from there. Public, as JMH's own classes extend it. */
@State(Scope.Benchmark)
public class RecordHotParts {

    private final EntryId id = Sample.id("8e03978e-40d5-43dd-bc93-6894a57f9324");
    private final Entry.Kept kept = new Entry.Kept(
            ((Entry.Kept) Golden.KEPT.entry()).head(),
            ((Entry.Kept) Golden.KEPT.entry()).keptUntil(),
            new Answer.Kept(201, Sample.CREATED.headers(), new byte[1024]));
    private final byte[] record = RecordCodec.encode(kept);

    /** An entry's key. */
    @Benchmark
    public byte[] spellKey() {
        return RedisKeys.bytes(id);
    }

    /** An answer of 1 KB. */
    @Benchmark
    public byte[] encodeAnswer() {
        return RecordCodec.encode(kept);
    }

    /** An answer of 1 KB. */
    @Benchmark
    public Entry decodeAnswer() {
        return RecordCodec.decode(record);
    }
}
