package io.oncegate.redis;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks for entries, and reads what {@code claim.lua} answers: numbers, words and records. */
final class ClaimScript {

    private static final byte[] NO = {'0'};
    private static final byte[] YES = {'1'};
    private static final byte[] NONE = {};

    /** What the number of a granted attempt has more where it is over an unreadable record. */
    private static final long OVER_UNREADABLE = 0x10000;

    private static final ClaimOutcome UNREADABLE = new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE);

    private final RedisScripts scripts;
    private final SealedRecords records;

    ClaimScript(RedisScripts scripts, SealedRecords records) {
        this.scripts = scripts;
        this.records = records;
    }

    /** One round trip; one more to replay an answer that is long, or to take over a record that cannot be read. */
    Mono<ClaimOutcome> ask(ClaimRequest request) {
        byte[][] arguments = arguments(request);
        return run(request, arguments)
                .flatMap(reply -> outcome(request, reply, record -> {
                    // only the gateway reads all of a record: it asks again, to take over exactly that one
                    return request.upstreamDeduplicates()
                            ? takeOver(request, arguments, record)
                            : Mono.just(UNREADABLE);
                }));
    }

    private Mono<ClaimOutcome> takeOver(ClaimRequest request, byte[][] arguments, byte[] record) {
        byte[][] again = Arrays.copyOf(arguments, arguments.length + 1);
        again[arguments.length] = SeenVersion.whole(record);
        return run(request, again).flatMap(reply -> outcome(request, reply, other -> Mono.just(UNREADABLE)));
    }

    private Mono<Object> run(ClaimRequest request, byte[][] arguments) {
        // this type takes whatever comes, in a list
        return scripts.<List<Object>>run(
                        LuaScript.CLAIM, ScriptOutputType.MULTI, RedisKeys.bytes(request.id()), arguments)
                .map(reply -> reply.get(0));
    }

    /** Those of who asks first; who asks again adds one. */
    static byte[][] arguments(ClaimRequest request) {
        byte[] end = new byte[RecordCodec.HEAD - RecordCodec.TIMES_END];
        ByteBuffer.wrap(end).putInt(request.instance().number());
        return new byte[][] {
            RecordCodec.untimedHead(RecordCodec.IN_FLIGHT, 1, request.token(), request.fingerprint()),
            end,
            RedisScripts.millis(request.lifetimes().lease()),
            RedisScripts.millis(request.lifetimes().inFlight()),
            request.upstreamDeduplicates() ? YES : NO
        };
    }

    /** What to do about a record that cannot be read. */
    private interface Unreadable {
        Mono<ClaimOutcome> found(byte[] record);
    }

    private Mono<ClaimOutcome> outcome(ClaimRequest request, Object reply, Unreadable unreadable) {
        if (reply instanceof Long number) {
            return Mono.just(outcome(request, number));
        }
        byte[] bytes = (byte[]) reply;
        if (!RecordCodec.isKnown(bytes[0])) {
            return Mono.just(new ClaimOutcome.OutcomeUnknown(cause(bytes)));
        }
        if (bytes.length >= RecordCodec.HEAD) {
            return read(request, ByteBuffer.wrap(bytes)).outcome(unreadable);
        }
        return scripts.get(RedisKeys.bytes(request.id()), record -> fetched(request, bytes, record))
                .flatMap(Mono::justOrEmpty)
                .flatMap(read -> read.outcome(unreadable))
                // between the two it became another, whose claim has to be decided anew
                .switchIfEmpty(Mono.defer(() -> ask(request)));
    }

    /** Empty where it does not begin so any more. */
    private Optional<Read> fetched(ClaimRequest request, byte[] begin, ByteBuffer record) {
        boolean same = record.remaining() > begin.length
                && record.slice(0, begin.length).equals(ByteBuffer.wrap(begin));
        return same ? Optional.of(read(request, record)) : Optional.empty();
    }

    private Read read(ClaimRequest request, ByteBuffer record) {
        try {
            return new Read(outcome(records.decode(request.id(), record.slice())), NONE);
        } catch (UnreadableRecordException e) {
            byte[] bytes = new byte[record.remaining()];
            record.get(bytes);
            return new Read(null, bytes);
        }
    }

    /** What a record says; or the record, where that cannot be read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Read(@Nullable ClaimOutcome outcome, byte[] unread) {
        Mono<ClaimOutcome> outcome(Unreadable unreadable) {
            return outcome == null ? unreadable.found(unread) : Mono.just(outcome);
        }
    }

    private static ClaimOutcome outcome(ClaimRequest request, long number) {
        if (number == 0) {
            return new ClaimOutcome.Mismatch();
        }
        return number < 0
                ? new ClaimOutcome.Busy(Duration.ofMillis(-number))
                : new ClaimOutcome.Granted(
                        new Claim(request, (int) (number % OVER_UNREADABLE), number > OVER_UNREADABLE));
    }

    private static ClaimOutcome outcome(Entry entry) {
        if (entry instanceof Entry.Kept kept) {
            return new ClaimOutcome.Replay(kept.answer());
        }
        Entry.Tombstone tombstone = (Entry.Tombstone) entry;
        return tombstone.expired()
                ? new ClaimOutcome.Expired(tombstone.firstStatus(), tombstone.location())
                : new ClaimOutcome.NotKept(tombstone.firstStatus(), tombstone.location());
    }

    private static UnknownCause cause(byte[] word) {
        return switch (new String(word, StandardCharsets.US_ASCII)) {
            case "no-answer" -> UnknownCause.NO_ANSWER;
            case "lease-lapsed" -> UnknownCause.LEASE_LAPSED;
            case "unreadable" -> UnknownCause.UNREADABLE;
            default -> throw new IllegalStateException("the claim script answered a word of another one");
        };
    }
}
