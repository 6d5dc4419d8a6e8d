package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.Fingerprint;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Instance;
import io.oncegate.core.Settlement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Entries in Redis, standalone or clustered: each is one key, so each script stays in one slot. One round trip to
 * claim, one to settle, one to renew.
 */
public final class RedisIdempotencyStore implements IdempotencyStore {

    private static final byte[] NO = {'0'};
    private static final byte[] YES = {'1'};
    private static final byte[] NONE = {};

    private final RedisScripts scripts;
    private final SettledChannel channel;
    private final SealedRecords records;
    private final @Nullable ReplicaWait replicas;

    /** Answers go to Redis as they are. */
    public RedisIdempotencyStore(RedisConnection connection) {
        this(connection, AnswerSeal.plain());
    }

    /**
     * @param connection how to reach Redis; may be shared
     * @param seal what answers are sealed with
     */
    public RedisIdempotencyStore(RedisConnection connection, AnswerSeal seal) {
        this(connection, seal, null);
    }

    /**
     * @param connection how to reach Redis; may be shared
     * @param seal what answers are sealed with
     * @param replicas what a claim has to wait for before it counts, if anything
     */
    public RedisIdempotencyStore(RedisConnection connection, AnswerSeal seal, @Nullable ReplicaWait replicas) {
        this.scripts = new RedisScripts(connection);
        this.records = new SealedRecords(seal);
        this.channel = new SettledChannel(connection::client);
        this.replicas = replicas;
    }

    @Override
    public Mono<ClaimOutcome> claim(ClaimRequest request) {
        return replicas == null
                ? claimToGiveBack(request)
                : claimToGiveBack(request).flatMap(outcome -> replicated(outcome, replicas));
    }

    /** Replicas are not waited for: with too few of them, a claim could not be had, to be given back. */
    @Override
    public Mono<ClaimOutcome> claimToGiveBack(ClaimRequest request) {
        return asked(request, NONE).flatMap(reply -> {
            ClaimOutcome outcome = outcome(request, reply);
            // that a record does not open only the gateway can know: it asks again, to take over exactly that one
            return request.upstreamDeduplicates() && isUnopened(outcome, reply)
                    ? asked(request, SeenVersion.whole((byte[]) reply.get(1))).map(next -> outcome(request, next))
                    : Mono.just(outcome);
        });
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

    private Mono<List<Object>> asked(ClaimRequest request, byte[] unopened) {
        return scripts.run(
                LuaScript.CLAIM,
                ScriptOutputType.MULTI,
                RedisKeys.bytes(request.id()),
                token(request.token()),
                fingerprint(request.fingerprint()),
                millis(request.lifetimes().lease()),
                millis(request.lifetimes().inFlight()),
                request.upstreamDeduplicates() ? YES : NO,
                instance(request.instance()),
                unopened);
    }

    @Override
    public Mono<Settlement> renew(Claim claim) {
        return scripts.<Long>run(LuaScript.RENEW, ScriptOutputType.INTEGER, RedisKeys.bytes(claim.id()), renewal(claim))
                .map(RedisIdempotencyStore::settlement);
    }

    private static byte[][] renewal(Claim claim) {
        return new byte[][] {
            token(claim.token()),
            millis(claim.request().lifetimes().lease()),
            millis(claim.request().lifetimes().inFlight())
        };
    }

    @Override
    public Mono<Settlement> settle(Claim claim, Ending ending) {
        // times and history of this entry are placeholders: the script puts in what Redis has
        Optional<EntryRules.Write> write = EntryRules.settle(Optional.empty(), claim, fitting(ending), Instant.EPOCH);
        return write.map(it -> replace(claim, it))
                .orElseGet(() -> release(claim))
                .map(RedisIdempotencyStore::settlement);
    }

    @Override
    public Flux<EntryId> settled() {
        return channel.messages();
    }

    private Mono<Long> replace(Claim claim, EntryRules.Write write) {
        Duration timeToLive = write.timeToLive().orElseThrow();
        SealedRecords.Tail tail = records.tail(claim.id(), write.entry());
        Duration until = write.entry() instanceof Entry.Kept
                ? claim.request().lifetimes().retention()
                : Duration.ZERO;
        return scripts.run(
                LuaScript.SETTLE,
                ScriptOutputType.INTEGER,
                RedisKeys.bytes(claim.id()),
                token(claim.token()),
                RecordCodec.untimedHead(write.entry(), tail.state()),
                tail.bytes(),
                millis(until),
                millis(timeToLive),
                instance(claim.request().instance()));
    }

    private Mono<Long> release(Claim claim) {
        return scripts.run(
                LuaScript.RELEASE, ScriptOutputType.INTEGER, RedisKeys.bytes(claim.id()), token(claim.token()));
    }

    private static Ending fitting(Ending ending) {
        return ending.fold(answer -> new Ending.Completed(AnswerCodec.fitting(answer)), () -> ending, () -> ending);
    }

    private ClaimOutcome outcome(ClaimRequest request, List<Object> reply) {
        String word = word(reply);
        return switch (word) {
            case "granted" ->
                new ClaimOutcome.Granted(new Claim(request, ((Long) reply.get(1)).intValue(), reply.size() > 2));
            case "busy" -> new ClaimOutcome.Busy(Duration.ofMillis((Long) reply.get(1)));
            case "mismatch" -> new ClaimOutcome.Mismatch();
            case "unknown" -> new ClaimOutcome.OutcomeUnknown(cause((byte[]) reply.get(1)));
            case "replay", "expired", "not-kept" -> remembered(request.id(), (byte[]) reply.get(1));
            default -> throw new IllegalStateException("the claim script answered " + word);
        };
    }

    private ClaimOutcome remembered(EntryId id, byte[] record) {
        try {
            Entry entry = records.decode(id, record);
            if (entry instanceof Entry.Kept kept) {
                return new ClaimOutcome.Replay(kept.answer());
            }
            Entry.Tombstone tombstone = (Entry.Tombstone) entry;
            return tombstone.expired()
                    ? new ClaimOutcome.Expired(tombstone.firstStatus(), tombstone.location())
                    : new ClaimOutcome.NotKept(tombstone.firstStatus(), tombstone.location());
        } catch (UnreadableRecordException e) {
            return new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE);
        }
    }

    private static boolean isUnopened(ClaimOutcome outcome, List<Object> reply) {
        return outcome instanceof ClaimOutcome.OutcomeUnknown && word(reply).equals("replay");
    }

    private static String word(List<Object> reply) {
        return new String((byte[]) reply.get(0), StandardCharsets.US_ASCII);
    }

    private static UnknownCause cause(byte[] word) {
        return switch (new String(word, StandardCharsets.US_ASCII)) {
            case "no-answer" -> UnknownCause.NO_ANSWER;
            case "lease-lapsed" -> UnknownCause.LEASE_LAPSED;
            default -> UnknownCause.UNREADABLE;
        };
    }

    private static Settlement settlement(Long landed) {
        return switch (landed.intValue()) {
            case 0 -> Settlement.LOST;
            case 2 -> Settlement.WITHOUT_ANSWER;
            default -> Settlement.LANDED;
        };
    }

    private static byte[] token(ClaimToken token) {
        return ByteBuffer.allocate(Long.BYTES).putLong(token.value()).array();
    }

    private static byte[] instance(Instance instance) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(instance.number()).array();
    }

    private static byte[] fingerprint(Fingerprint fingerprint) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(fingerprint.high())
                .putLong(fingerprint.low())
                .array();
    }

    private static byte[] millis(Duration duration) {
        return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }
}
