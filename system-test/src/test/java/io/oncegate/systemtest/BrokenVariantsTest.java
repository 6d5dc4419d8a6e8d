package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Strike;
import io.oncegate.systemtest.Violation.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checker is checked: what happens to a product that is broken in these ways is found, and the intact one is left alone. */
class BrokenVariantsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // which gateway of the fleet is which
    private static final int NO_NX = 0;
    private static final int RELEASE_ON_TIMEOUT = 1;
    private static final int NO_OWNER_CHECK = 2;
    private static final int INTACT = 3;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Fleet fleet;

    @BeforeAll
    static void start() {
        fleet = new Fleet(List.of(
                BrokenVariant.NO_NX.jvm(),
                BrokenVariant.RELEASE_ON_TIMEOUT.jvm(),
                BrokenVariant.NO_OWNER_CHECK.jvm(),
                List.of()));
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    void aClaimThatTakesWhatIsThereExecutesTwice() {
        assertSound(new Scene(Route.FEEDBACK).twice(INTACT));
        assertShown("A claim that overwrites what is there", Rule.AT_MOST_ONCE, new Scene(Route.FEEDBACK).twice(NO_NX));
    }

    @Test
    void aReleaseOnATimeoutExecutesTwice() {
        assertSound(new Scene(Route.FEEDBACK).unanswered(INTACT));
        assertShown(
                "A release on a time-out", Rule.AT_MOST_ONCE, new Scene(Route.FEEDBACK).unanswered(RELEASE_ON_TIMEOUT));
    }

    @Test
    void aSettlementBySomebodyElseChangesWhatIsReplayed() {
        assertSound(new Scene(Route.ORDERS).overtaken(INTACT));
        assertShown("No owner check", Rule.REPLAYS_AGREE, new Scene(Route.ORDERS).overtaken(NO_OWNER_CHECK));
    }

    @Test
    void withoutTheConstraintAFlushedRedisMakesTwoOrders() {
        assertSound(new Scene(Route.ORDERS).flushed());
        Held constraint = fleet.backend().tables().withoutConstraint();
        try {
            assertShown("No unique constraint", Rule.AT_MOST_ONCE, new Scene(Route.ORDERS).flushed());
        } finally {
            constraint.release();
        }
    }

    private static void assertSound(Scene scene) {
        assertThat(scene.violations()).isEmpty();
    }

    private static void assertShown(String variant, Rule rule, Scene scene) {
        List<Violation> violations = scene.violations();
        String shown = violations.stream()
                .filter(violation -> violation.rule() == rule)
                .map(Violation::excerpt)
                .collect(Collectors.joining("\n"));
        System.out.println(variant + ":\n" + shown);
        assertThat(violations).extracting(Violation::rule).contains(rule);
        if (Boolean.getBoolean("oncegate.write-docs")) {
            HistoryPage.addVariant(variant, shown);
        }
    }

    /** What happens under one key. */
    private static final class Scene {

        private final History history = new History();
        private final Recorder recorder = new Recorder(fleet.entrances(), history);
        private final Request request;

        Scene(Route route) {
            this.request = new Request(route, Http.newKey(), NUMBER.incrementAndGet());
        }

        /** First through the intact gateway: who has executed it reads the answer, and claims nothing. */
        Scene twice(int second) {
            send(INTACT).join();
            send(second).join();
            return this;
        }

        Scene unanswered(int gateway) {
            Hold hold = fleet.backend().gate().hold(Gate.Side.REPLIES, List.of(request.isNamed()));
            assertThat(send(gateway).join().map(Answer::code)).hasValue("upstream-timeout");
            hold.release();
            send(gateway).join();
            return this;
        }

        /** The gateway sleeps over its lease, another takes over, and then the first comes back with its late answer. */
        Scene overtaken(int gateway) {
            int other = gateway == INTACT ? NO_OWNER_CHECK : INTACT;
            Hold hold = fleet.backend().gate().hold(Gate.Side.REPLIES, List.of(request.isNamed()));
            CompletableFuture<Optional<Answer>> first = send(gateway);
            hold.awaitReplies();
            fleet.members().get(gateway).pause();
            hold.release();
            Eventually.happens("another took over", () -> isSuccess(send(other).join()));
            assertThat(send(other).join().map(Answer::replayed)).hasValue(true);
            fleet.members().get(gateway).resume();
            assertThat(isSuccess(first.join())).isTrue();
            send(other).join();
            return this;
        }

        Scene flushed() {
            send(INTACT).join();
            long from = System.nanoTime();
            fleet.redis().flush();
            history.add(new Strike(
                    Trouble.REDIS_FLUSHED.toString(), Loss.EVERYTHING, from, Optional.empty(), System.nanoTime()));
            send(INTACT).join();
            return this;
        }

        List<Violation> violations() {
            List<String> made = fleet.backend().tables().made(request.route()).getOrDefault(request.mark(), List.of());
            return HistoryChecker.check(history, Map.of(request.key(), made));
        }

        private CompletableFuture<Optional<Answer>> send(int gateway) {
            return recorder.send(request, false, gateway, PATIENCE);
        }

        private static boolean isSuccess(Optional<Answer> answer) {
            return answer.filter(Answer::isSuccess).isPresent();
        }
    }
}
