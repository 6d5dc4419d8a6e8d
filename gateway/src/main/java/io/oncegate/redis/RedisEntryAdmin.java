package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Answer;
import io.oncegate.core.ChangeRules.Action;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryChange.Why;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.Instance;
import io.oncegate.core.Lifetimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** An operator's view of the entries in Redis, standalone or clustered. One round trip to find, one to change. */
public final class RedisEntryAdmin implements EntryAdmin {

    private final RedisScripts scripts;
    private final RedisConnection connection;
    private final Instance instance;
    private final SealedRecords records;

    /** Answers are in Redis as they are. */
    public RedisEntryAdmin(RedisConnection connection, Instance instance) {
        this(connection, instance, AnswerSeal.plain());
    }

    /**
     * @param connection how to reach Redis; one of its own, so that no request waits for a list
     * @param instance which gateway this is, for the entries' histories
     * @param seal what answers are sealed with
     */
    public RedisEntryAdmin(RedisConnection connection, Instance instance, AnswerSeal seal) {
        // nothing is repeated: the version of a change that took effect is not there any more
        this.scripts = new RedisScripts(connection, Repetition.NONE);
        this.connection = connection;
        this.instance = instance;
        this.records = new SealedRecords(seal);
    }

    @Override
    public Mono<Optional<Found>> find(EntryId id) {
        return scripts.<List<Object>>run(LuaScript.FIND, ScriptOutputType.MULTI, RedisKeys.bytes(id))
                .map(reply -> reply.isEmpty() ? Optional.empty() : Optional.of(found(id, Sight.of(reply))));
    }

    @Override
    public Mono<EntryListing> list(EntryFilter filter, EntryListing.Ask ask) {
        return connection.nodes().flatMap(nodes -> new EntryWalk(nodes, filter, ask).page());
    }

    @Override
    public Mono<EntryChange> release(EntryId id, EntryVersion seen) {
        return change(id, seen, Action.RELEASE);
    }

    @Override
    public Mono<EntryChange> delete(EntryId id, EntryVersion seen) {
        return change(id, seen, Action.DELETE);
    }

    @Override
    public Mono<EntryChange> settleNotExecuted(EntryId id, EntryVersion seen) {
        return change(id, seen, Action.SETTLE_NOT_EXECUTED);
    }

    @Override
    public Mono<EntryChange> settleDone(EntryId id, EntryVersion seen, Answer.Kept answer, Lifetimes lifetimes) {
        return AnswerCodec.fitting(answer)
                .fold(
                        kept -> settleDone(id, seen, records.tail(id, kept), lifetimes),
                        notKept -> Mono.just(new EntryChange.NotAllowed(Why.ANSWER_DOES_NOT_FIT)));
    }

    private Mono<EntryChange> settleDone(EntryId id, EntryVersion seen, SealedRecords.Tail tail, Lifetimes lifetimes) {
        return change(
                id,
                seen,
                Action.SETTLE_DONE,
                tail.bytes(),
                RedisScripts.millis(lifetimes.retention()),
                RedisScripts.millis(lifetimes.kept()),
                new byte[] {tail.state()});
    }

    private Mono<EntryChange> change(EntryId id, EntryVersion seen, Action action, byte[]... more) {
        byte[][] arguments = new byte[4 + more.length][];
        arguments[0] = SeenVersion.bytes(seen);
        arguments[1] = action.name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.US_ASCII);
        arguments[2] = ByteBuffer.allocate(Long.BYTES)
                .putLong(ClaimToken.random().value())
                .array();
        arguments[3] =
                ByteBuffer.allocate(Integer.BYTES).putInt(instance.number()).array();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return scripts.<List<Object>>run(LuaScript.CHANGE, ScriptOutputType.MULTI, RedisKeys.bytes(id), arguments)
                .map(reply -> outcome(id, seen, reply));
    }

    private Found found(EntryId id, Sight sight) {
        EntrySummary summary = sight.summary(id);
        if (!sight.readable()) {
            return new Found(summary, Optional.empty());
        }
        try {
            return new Found(summary, Optional.of(records.decode(id, sight.bytes())));
        } catch (UnreadableRecordException e) {
            return new Found(summary.withUnreadableAnswer(SeenVersion.unopened(summary.version())), Optional.empty());
        }
    }

    private static EntryChange outcome(EntryId id, EntryVersion seen, List<Object> reply) {
        String word = new String((byte[]) reply.get(0), StandardCharsets.US_ASCII);
        return switch (word) {
            case "changed" ->
                new EntryChange.Changed(
                        before(seen, Sight.of((List<?>) reply.get(1)).summary(id)),
                        Optional.of((List<?>) reply.get(2))
                                .filter(after -> !after.isEmpty())
                                .map(after -> Sight.of(after).summary(id)));
            case "gone" -> new EntryChange.Gone();
            case "changed-meanwhile" ->
                new EntryChange.ChangedMeanwhile(
                        Sight.of((List<?>) reply.get(1)).summary(id));
            case "not-allowed" -> new EntryChange.NotAllowed(why((byte[]) reply.get(1)));
            default -> throw new IllegalStateException("the change script answered " + word);
        };
    }

    private static EntrySummary before(EntryVersion seen, EntrySummary before) {
        return SeenVersion.isUnopened(seen) ? before.withUnreadableAnswer(seen) : before;
    }

    private static Why why(byte[] word) {
        String name = new String(word, StandardCharsets.US_ASCII);
        return Why.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
