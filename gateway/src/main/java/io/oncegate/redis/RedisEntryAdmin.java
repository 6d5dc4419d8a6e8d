package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Answer;
import io.oncegate.core.ChangeRules.Action;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryChange.Why;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.EntryVersion;
import io.oncegate.core.Instance;
import io.oncegate.core.Lifetimes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** An operator's view of the entries in Redis, standalone or clustered. One round trip to find, one to change. */
public final class RedisEntryAdmin implements EntryAdmin {

    private final RedisScripts scripts;
    private final RedisConnection connection;
    private final Instance instance;

    /**
     * @param connection how to reach Redis; one of its own, so that no request waits for a list
     * @param instance which gateway this is, for the entries' histories
     */
    public RedisEntryAdmin(RedisConnection connection, Instance instance) {
        // nothing is repeated: the version of a change that took effect is not there any more
        this.scripts = new RedisScripts(connection, List.of());
        this.connection = connection;
        this.instance = instance;
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
                        kept -> change(
                                id,
                                seen,
                                Action.SETTLE_DONE,
                                AnswerCodec.kept(kept),
                                millis(lifetimes.retention()),
                                millis(lifetimes.kept())),
                        notKept -> Mono.just(new EntryChange.NotAllowed(Why.ANSWER_DOES_NOT_FIT)));
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
                .map(reply -> outcome(id, reply));
    }

    private static Found found(EntryId id, Sight sight) {
        Optional<Entry> entry = sight.readable() ? Optional.of(RecordCodec.decode(sight.bytes())) : Optional.empty();
        return new Found(sight.summary(id), entry);
    }

    private static EntryChange outcome(EntryId id, List<Object> reply) {
        String word = new String((byte[]) reply.get(0), StandardCharsets.US_ASCII);
        return switch (word) {
            case "changed" ->
                new EntryChange.Changed(
                        Sight.of((List<?>) reply.get(1)).summary(id),
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

    private static Why why(byte[] word) {
        String name = new String(word, StandardCharsets.US_ASCII);
        return Why.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static byte[] millis(Duration duration) {
        return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }
}
