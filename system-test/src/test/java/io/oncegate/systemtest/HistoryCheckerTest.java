package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.History.Strike;
import io.oncegate.systemtest.Loss.Extent;
import io.oncegate.systemtest.Violation.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** For each rule the smallest history that breaks it, and one next to it that does not. */
class HistoryCheckerTest {

    private static final String MADE = "{\"orderId\":\"7\",\"duplicated\":false}";
    private static final String FOUND = "{\"orderId\":\"7\",\"duplicated\":true}";
    private static final Map<String, List<String>> ONE = Map.of("k", List.of("7"));
    private static final Map<String, List<String>> TWO = Map.of("k", List.of("7", "8"));
    private static final Map<String, List<String>> NONE = Map.of();

    private final History history = new History();
    private Route route = Route.ORDERS;
    private long now;

    @Test
    void anOrderThatWasAnsweredLostAndFoundAgainIsAsPromised() {
        got(null);
        got(failure(504, "upstream-timeout", true));
        got(failure(409, "request-in-progress", true));
        got(success(201, false, "7", MADE));
        got(success(201, true, "7", MADE));
        lost(Loss.EVERYTHING, now, now);
        got(success(200, false, "7", FOUND));
        got(success(200, true, "7", FOUND));

        assertBroken(ONE);
    }

    @Test
    void twoOrdersUnderAKey() {
        got(success(201, false, "7", MADE));

        assertBroken(TWO, Rule.AT_MOST_ONCE);
    }

    @Test
    void aServiceThatKnowsNothingOfKeysMayBeAskedTwiceOnceRedisHasForgotten() {
        route = Route.FEEDBACK;
        got(success(201, false, "7", MADE));
        assertBroken(TWO, Rule.AT_MOST_ONCE);

        lost(Loss.EVERYTHING, 0, now);
        assertBroken(TWO);
    }

    @Test
    void norOnceAPrimaryWasReplacedThatHadThisKeyAndHeldItsLatestBack() {
        route = Route.FEEDBACK;
        got(success(201, false, "7", MADE));
        int slot = SlotHash.getSlot(route.entry("k"));
        lost(new Loss(Extent.LATEST, 0, slot - 1), 0, now);
        lost(new Loss(Extent.LATEST, slot + 1, SlotHash.SLOT_COUNT - 1), 0, now);
        assertBroken(TWO, Rule.AT_MOST_ONCE);

        lost(new Loss(Extent.LATEST, slot, slot), 0, now);
        assertBroken(TWO);
    }

    @Test
    void whatWasSettledLongBeforeAPrimaryWasReplacedIsNotForgotten() {
        route = Route.FEEDBACK;
        got(success(201, false, "7", MADE));
        now += TimeUnit.MINUTES.toNanos(1);
        lost(new Loss(Extent.LATEST, 0, SlotHash.SLOT_COUNT - 1), now, now);
        now += TimeUnit.MINUTES.toNanos(1);
        got(success(201, true, "7", MADE));
        assertBroken(TWO, Rule.AT_MOST_ONCE);

        lost(Loss.EVERYTHING, now - TimeUnit.MINUTES.toNanos(1), now - TimeUnit.MINUTES.toNanos(1));
        assertBroken(TWO);
    }

    @Test
    void aRequestWhoseClientLeftMayBeAtWorkWhenAPrimaryIsReplaced() {
        route = Route.FEEDBACK;
        got(null);
        now += TimeUnit.SECONDS.toNanos(10);
        lost(new Loss(Extent.LATEST, 0, SlotHash.SLOT_COUNT - 1), now, now);
        got(success(201, false, "7", MADE));

        assertBroken(TWO);
    }

    @Test
    void noLossEverMakesTwoOrdersUnderAKey() {
        got(success(201, false, "7", MADE));
        lost(Loss.EVERYTHING, 0, now);

        assertBroken(TWO, Rule.AT_MOST_ONCE);
    }

    @Test
    void noLossEverMakesTwoBodiesOfAnOrder() {
        got(success(201, false, "7", MADE));
        lost(Loss.EVERYTHING, 0, now);
        got(success(200, false, "8", FOUND.replace("7", "8")));

        assertBroken(TWO, Rule.AT_MOST_ONCE, Rule.ONE_BODY);
    }

    @Test
    void twoBodiesFromAServiceThatKnowsNothingOfKeys() {
        route = Route.FEEDBACK;
        got(success(201, false, "7", MADE));
        got(success(201, false, "8", MADE.replace("7", "8")));
        assertBroken(TWO, Rule.AT_MOST_ONCE, Rule.ONE_BODY);

        lost(Loss.EVERYTHING, 0, now);
        assertBroken(TWO);
    }

    @Test
    void anOrderThatWasAcknowledgedAndIsNotThere() {
        got(success(201, false, "7", MADE));

        assertBroken(NONE, Rule.SUCCESS_NAMES_WHAT_IS_THERE);
    }

    @Test
    void twoBodiesForOneOrder() {
        got(success(201, false, "7", MADE));
        got(success(200, false, "7", FOUND.replace("}", ",\"more\":1}")));

        assertBroken(ONE, Rule.ONE_BODY);
    }

    @Test
    void aReplayThatChangesThoughRedisForgotNothing() {
        got(success(200, true, "7", FOUND));
        got(success(201, true, "7", MADE));

        assertBroken(ONE, Rule.REPLAYS_AGREE);
    }

    @Test
    void aKeyThatIsCalledReusedAndWasNot() {
        got(failure(422, "key-reused", false));
        got(success(201, false, "7", MADE));
        assertBroken(ONE, Rule.REUSED_ONLY_IF_REUSED);

        history.add(new Exchange(route, "k", "other", 0, 8, 9, Optional.of(failure(422, "key-reused", false))));
        assertBroken(ONE);
    }

    @Test
    void aFinalFailureForAnOrderThatIsThere() {
        got(failure(409, "possible-duplicate-order", false));
        got(success(201, false, "7", MADE));

        assertBroken(ONE, Rule.NO_FAILURE_FOR_WHAT_IS_THERE);
    }

    @Test
    void anOrderOfWhichEveryAnswerSaidThatItWasNotExecuted() {
        got(failure(503, "store-unavailable", true));
        assertBroken(ONE, Rule.NOT_EXECUTED_IS_TRUE, Rule.ANSWERED_IN_THE_END);

        got(null);
        assertBroken(ONE, Rule.ANSWERED_IN_THE_END);
    }

    @Test
    void whoAskedOnAndWasNeverAnswered() {
        got(failure(503, "store-unavailable", true));

        assertBroken(NONE, Rule.ANSWERED_IN_THE_END);
    }

    @Test
    void whoIsToldThatNobodyKnowsIsAnsweredWhereTheServiceKnowsNothingOfKeys() {
        route = Route.FEEDBACK;
        got(null);
        assertBroken(ONE, Rule.ANSWERED_IN_THE_END);

        got(failure(409, "outcome-unknown", false));
        assertBroken(ONE);
    }

    private void lost(Loss loss, long from, long to) {
        history.add(new Strike("lost", loss, from, Optional.empty(), to));
    }

    private void assertBroken(Map<String, List<String>> made, Rule... rules) {
        assertThat(HistoryChecker.check(history, made))
                .extracting(Violation::rule)
                .containsExactlyInAnyOrder(rules);
    }

    private void got(@Nullable Answer answer) {
        history.add(new Exchange(route, "k", "content", 0, ++now, ++now, Optional.ofNullable(answer)));
    }

    private static Answer success(int status, boolean replayed, String id, String body) {
        return new Answer(status, "", false, replayed, id, body);
    }

    private static Answer failure(int status, String code, boolean retryable) {
        return new Answer(status, code, retryable, false, "", "");
    }
}
