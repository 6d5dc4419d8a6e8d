package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryChange;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.Fingerprint;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Instance;
import io.oncegate.core.Lifetimes;
import io.oncegate.core.Sample;
import io.oncegate.core.SettableClock;
import io.oncegate.core.StoreUnderTest;
import io.oncegate.memory.InMemoryEntryAdmin;
import io.oncegate.memory.InMemoryIdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/**
 * The scripts are a second implementation of the rules: random sequences of operations come to the same on both stores.
 *
 * <p>Every duration is a multiple of a step that is far longer than a whole sequence takes, so that the real clock of
 * Redis, which moves on meanwhile, never gets to the other side of an edge.
 */
class StoresAgreeTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final int OPERATIONS = 1200;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Lifetimes LIFETIMES =
            new Lifetimes(STEP.multipliedBy(2), STEP.multipliedBy(5), STEP.multipliedBy(3));
    private static final List<EntryId> IDS = List.of(Sample.id("a", "x", "k"), Sample.id("a", "y", "k"));
    private static final List<Fingerprint> FINGERPRINTS =
            List.of(Sample.ORDER, Sample.ORDER, Sample.ORDER, Sample.ANOTHER_ORDER, Fingerprint.KEY_ONLY);

    /** Fixed, so that a red build stays red; change them to look further. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void randomOperationsComeToTheSameOnBothStores(long seed) {
        comeToTheSame(new Sequence(seed, AnswerSeal.plain()));
    }

    @ParameterizedTest
    @ValueSource(longs = {55, 89})
    void randomOperationsComeToTheSameWhereAnswersAreSealed(long seed) {
        comeToTheSame(new Sequence(seed, Sealing.old()));
    }

    private static void comeToTheSame(Sequence sequence) {
        for (int i = 0; i < OPERATIONS; i++) {
            sequence.next(i);
        }
        // a sequence that never left the first states would agree about nothing
        assertThat(sequence.seen)
                .as("seed %d", sequence.seed)
                .contains(
                        "Granted",
                        "Replay",
                        "Busy",
                        "Mismatch",
                        "OutcomeUnknown",
                        "Expired",
                        "NotKept",
                        "LANDED",
                        "LOST",
                        "LAPSED to RELEASED",
                        "not allowed: IN_FLIGHT");
    }

    private static final class Sequence {

        private final long seed;
        private final Random random;
        private final SettableClock clock = new SettableClock();
        private final InMemoryIdempotencyStore memory = new InMemoryIdempotencyStore(clock);
        private final EntryAdmin memoryAdmin = new InMemoryEntryAdmin(memory, Sample.INSTANCE);
        private final IdempotencyStore redis;
        private final EntryAdmin redisAdmin;
        private final List<Claim> claims = new ArrayList<>();
        private final List<String> log = new ArrayList<>();
        private final List<String> seen = new ArrayList<>();

        Sequence(long seed, AnswerSeal seal) {
            this.redis = REDIS.store(seal);
            this.redisAdmin = REDIS.admin(seal);
            this.seed = seed;
            this.random = new Random(seed);
        }

        void next(int number) {
            int dice = random.nextInt(100);
            if (dice < 45 || claims.isEmpty()) {
                claim(request());
            } else if (dice < 60) {
                Claim claim = any(claims);
                same("renew " + named(claim), store -> store.renew(claim));
            } else if (dice < 80) {
                Claim claim = any(claims);
                Ending ending = ending(number);
                same("settle " + named(claim) + " " + ending, store -> store.settle(claim, ending));
            } else if (dice < 90) {
                byHand(any(IDS));
            } else {
                advance(STEP.multipliedBy(1 + random.nextInt(random.nextInt(20) == 0 ? 9 : 3)));
            }
        }

        /** What an operator does, after looking. */
        private void byHand(EntryId id) {
            int action = random.nextInt(6);
            Answer.Kept answer = kept(1, Optional.empty());
            same("change " + action + " " + id.scope().caller(), store -> admin(store)
                    .find(id)
                    .flatMap(found -> found.isEmpty()
                            ? Mono.just("nothing")
                            : change(admin(store), found.get().summary(), action, answer)
                                    .map(ByHand::told)));
        }

        private Mono<EntryChange> change(EntryAdmin admin, EntrySummary seen, int action, Answer.Kept answer) {
            return switch (action) {
                case 0 -> admin.delete(seen.id(), seen.version());
                case 1 -> admin.settleNotExecuted(seen.id(), seen.version());
                case 2 -> admin.settleDone(seen.id(), seen.version(), answer, LIFETIMES);
                default -> admin.release(seen.id(), seen.version());
            };
        }

        private EntryAdmin admin(IdempotencyStore store) {
            return store == memory ? memoryAdmin : redisAdmin;
        }

        private void claim(ClaimRequest request) {
            Object outcome = same(
                    "claim " + request.id() + " by " + request.token() + " deduplicates "
                            + request.upstreamDeduplicates(),
                    store -> store.claim(request).map(Sequence::inSteps));
            if (outcome instanceof ClaimOutcome.Granted granted) {
                claims.add(granted.claim());
            }
        }

        private ClaimRequest request() {
            ClaimToken token = new ClaimToken(random.nextInt(6));
            return new ClaimRequest(
                    any(IDS),
                    token,
                    any(FINGERPRINTS),
                    random.nextBoolean(),
                    LIFETIMES,
                    new Instance(random.nextInt(3)));
        }

        private Ending ending(int number) {
            Optional<String> location = random.nextBoolean() ? Optional.of("/" + number) : Optional.empty();
            return switch (random.nextInt(5)) {
                case 0 -> new Ending.NotExecuted();
                case 1 -> new Ending.Unknown(OptionalInt.of(500 + random.nextInt(9)));
                case 2 -> new Ending.Completed(new Answer.NotKept(200 + number % 700, location));
                default -> new Ending.Completed(kept(number, location));
            };
        }

        private Answer.Kept kept(int number, Optional<String> location) {
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            List<Header> headers = new ArrayList<>();
            location.ifPresent(it -> headers.add(new Header("Location", it)));
            headers.add(new Header("ETag", "\"" + number + "\""));
            return new Answer.Kept(200 + number % 700, headers, body);
        }

        private void advance(Duration by) {
            log.add("advance " + by);
            clock.advance(by);
            REDIS.advance(by);
        }

        private <T> T same(String operation, Function<IdempotencyStore, Mono<T>> call) {
            T expected = StoreUnderTest.result(call.apply(memory));
            T actual = StoreUnderTest.result(call.apply(redis));
            log.add(operation + ": " + expected);
            seen.add(
                    expected instanceof Enum<?> word
                            ? word.name()
                            : expected instanceof String word
                                    ? word
                                    : expected.getClass().getSimpleName());
            assertThat(actual)
                    .as(() -> "seed " + seed + "; Redis's outcome at the end of\n" + String.join("\n", log))
                    .isEqualTo(expected);
            for (EntryId id : IDS) {
                assertThat(ByHand.found(redisAdmin, id))
                        .as(() -> "seed " + seed + "; what Redis has at the end of\n" + String.join("\n", log))
                        .isEqualTo(ByHand.found(memoryAdmin, id));
            }
            return expected;
        }

        /** What is left of a lease, rounded up: Redis's clock goes on by itself. */
        private static ClaimOutcome inSteps(ClaimOutcome outcome) {
            if (outcome instanceof ClaimOutcome.Busy busy) {
                long steps = (busy.leaseLeft().toMillis() + STEP.toMillis() - 1) / STEP.toMillis();
                return new ClaimOutcome.Busy(STEP.multipliedBy(steps));
            }
            return outcome;
        }

        private static String named(Claim claim) {
            return claim.id() + " by " + claim.token() + " attempt " + claim.attempt();
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
