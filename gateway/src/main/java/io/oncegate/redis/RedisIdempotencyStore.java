package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Settlement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Entries in Redis, standalone or clustered: each is one key, so each script stays in one slot. One round trip to
 * claim, one to settle, one to renew; a second one to replay an answer of some kilobytes.
 */
public final class RedisIdempotencyStore implements IdempotencyStore {

    private final RedisScripts scripts;
    private final ClaimScript claims;
    private final SettleScript settlements;
    private final SettledChannel channel;
    private final SealedRecords records;
    private final @Nullable ReplicaWait replicas;

    /** Answers go to Redis as they are. */
    public RedisIdempotencyStore(RedisConnection connection) {
        this(connection, AnswerSeal.plain(), null);
    }

    /**
     * @param connection how to reach Redis; may be shared
     * @param seal what answers are sealed with
     * @param replicas what a claim has to wait for before it counts, if anything
     */
    public RedisIdempotencyStore(RedisConnection connection, AnswerSeal seal, @Nullable ReplicaWait replicas) {
        this(connection, seal, BodyCompression.off(), replicas);
    }

    /**
     * @param connection how to reach Redis; may be shared
     * @param seal what answers are sealed with
     * @param compression which bodies are made smaller
     * @param replicas what a claim has to wait for before it counts, if anything
     */
    public RedisIdempotencyStore(
            RedisConnection connection, AnswerSeal seal, BodyCompression compression, @Nullable ReplicaWait replicas) {
        this.scripts = new RedisScripts(connection);
        this.records = new SealedRecords(seal, compression);
        this.claims = new ClaimScript(scripts, records);
        this.settlements = new SettleScript(scripts);
        this.channel = new SettledChannel(connection::client);
        this.replicas = replicas;
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimRequest request) {
        return replicas == null
                ? claimToGiveBack(request)
                : claimToGiveBack(request).flatMap(outcome -> replicated(outcome, replicas));
    }

    /** A plain look: a script takes Redis three times as long, and one more round trip where the answer is long. */
    @Override
    public Mono<Answer.Kept> recall(ClaimRequest request) {
        return scripts.get(RedisKeys.bytes(request.id()), record -> recalled(request, record))
                .flatMap(Mono::justOrEmpty);
    }

    private Optional<Answer.Kept> recalled(ClaimRequest request, ByteBuffer record) {
        try {
            return EntryRules.recall(records.decode(request.id(), record.slice()), request);
        } catch (UnreadableRecordException e) {
            // what that means is for the claim to say
            return Optional.empty();
        }
    }

    /** Replicas are not waited for: with too few of them, a claim could not be had, to be given back. */
    @Override
    public Mono<ClaimOutcome> claimToGiveBack(ClaimRequest request) {
        return claims.ask(request);
    }

    private static Mono<ClaimOutcome> replicated(ClaimOutcome outcome, ReplicaWait replicas) {
        if (!(outcome instanceof ClaimOutcome.Granted granted)) {
            return Mono.just(outcome);
        }
        Claim claim = granted.claim();
        return replicas.written(LuaScript.RENEW, RedisKeys.bytes(claim.id()), renewal(claim))
                .flatMap(landed -> settlement(landed) == Settlement.LANDED
                        ? Mono.just(outcome)
                        : Mono.error(new IllegalStateException("the claim was lost before replicas had it")));
    }

    @Override
    public Mono<Settlement> renew(Claim claim) {
        return scripts.<Long>run(LuaScript.RENEW, ScriptOutputType.INTEGER, RedisKeys.bytes(claim.id()), renewal(claim))
                .map(RedisIdempotencyStore::settlement);
    }

    private static byte[][] renewal(Claim claim) {
        return new byte[][] {
            RedisScripts.token(claim.token()),
            RedisScripts.millis(claim.request().lifetimes().lease()),
            RedisScripts.millis(claim.request().lifetimes().inFlight())
        };
    }

    @Override
    public Mono<Settlement> settle(Claim claim, Ending ending) {
        // times and history of this entry are placeholders: the script puts in what Redis has
        Optional<EntryRules.Write> write = EntryRules.settle(Optional.empty(), claim, fitting(ending), Instant.EPOCH);
        return write.map(it -> settlements.write(claim, it, records.tail(claim.id(), it.entry())))
                .orElseGet(() -> release(claim))
                .map(RedisIdempotencyStore::settlement);
    }

    @Override
    public Flux<EntryId> settled() {
        return channel.messages();
    }

    private Mono<Long> release(Claim claim) {
        return scripts.run(
                LuaScript.RELEASE,
                ScriptOutputType.INTEGER,
                RedisKeys.bytes(claim.id()),
                RedisScripts.token(claim.token()));
    }

    private static Ending fitting(Ending ending) {
        return ending.fold(answer -> new Ending.Completed(AnswerCodec.fitting(answer)), () -> ending, () -> ending);
    }

    private static Settlement settlement(Long landed) {
        return switch (landed.intValue()) {
            case 0 -> Settlement.LOST;
            case 2 -> Settlement.WITHOUT_ANSWER;
            default -> Settlement.LANDED;
        };
    }
}
