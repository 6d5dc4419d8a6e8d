package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Claim;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Ends claims with records that stay. A long one is put beside the entry first, by a plain command under a key that is this
 * claim's alone, and a script then lets it take the entry's place: what passes through a script is copied twice there.
 */
final class SettleScript {

    /** From this length on a record is put beside the entry first; below, the second command costs more than it saves. */
    static final int LONG = 4096;

    /** From this length on a record that passes through the script does so in one piece. */
    private static final int IN_ONE_PIECE = 2048;

    /** The script comes right behind; if it does not, the record is gone after that. */
    private static final Duration BESIDE = Duration.ofSeconds(5);

    private static final long NOT_DONE = 3;
    private static final byte[] NONE = {};
    private static final byte[] TO_BE_FILLED = new byte[RecordCodec.HEAD - RecordCodec.TIMES_AT];

    private final RedisScripts scripts;

    SettleScript(RedisScripts scripts) {
        this.scripts = scripts;
    }

    /** What {@code settle.lua} answers. */
    Mono<Long> write(Claim claim, EntryRules.Write write, SealedRecords.Tail tail) {
        Mono<Long> whole = Mono.defer(() -> scripts.run(
                LuaScript.SETTLE,
                ScriptOutputType.INTEGER,
                RedisKeys.bytes(claim.id()),
                arguments(claim, write, tail)));
        if (tail.length() < LONG) {
            return whole;
        }
        // refused, cut off or come too late, it left the entry as it was or landed, and settle.lua is right after both
        return beside(claim, write, tail)
                .onErrorResume(failure -> !Repetition.isSilence(failure), failure -> Mono.just(NOT_DONE))
                .flatMap(landed -> landed == NOT_DONE ? whole : Mono.just(landed));
    }

    private Mono<Long> beside(Claim claim, EntryRules.Write write, SealedRecords.Tail tail) {
        byte[] key = RedisKeys.bytes(claim.id());
        byte[] beside = RedisKeys.beside(key, claim.token());
        SetInPieces set = new SetInPieces(
                beside,
                BESIDE,
                RecordCodec.untimedHead(write.entry(), tail.state()),
                TO_BE_FILLED,
                tail.start(),
                tail.body());
        return scripts.runAfter(
                set, LuaScript.SETTLE_STAGED, new byte[][] {key, beside}, besideArguments(claim, write));
    }

    /** What the script is sent for a record that is there already. */
    static byte[][] besideArguments(Claim claim, EntryRules.Write write) {
        return new byte[][] {
            RedisScripts.token(claim.token()),
            RedisScripts.millis(until(claim, write)),
            RedisScripts.millis(write.timeToLive().orElseThrow()),
            instance(claim)
        };
    }

    /** What the script is sent that the record passes through. */
    static byte[][] arguments(Claim claim, EntryRules.Write write, SealedRecords.Tail tail) {
        byte[] head = RecordCodec.untimedHead(write.entry(), tail.state());
        boolean inOnePiece = tail.length() >= IN_ONE_PIECE;
        return new byte[][] {
            RedisScripts.token(claim.token()),
            inOnePiece ? AnswerCodec.joined(head, TO_BE_FILLED, tail.start(), tail.body()) : head,
            inOnePiece ? NONE : tail.bytes(),
            RedisScripts.millis(until(claim, write)),
            RedisScripts.millis(write.timeToLive().orElseThrow()),
            instance(claim)
        };
    }

    private static Duration until(Claim claim, EntryRules.Write write) {
        return write.entry() instanceof Entry.Kept ? claim.request().lifetimes().retention() : Duration.ZERO;
    }

    private static byte[] instance(Claim claim) {
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt(claim.request().instance().number())
                .array();
    }
}
