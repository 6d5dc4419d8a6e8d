package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.Violation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds a history against what is in the database at the end. Pure: it says what was not kept of the contract, and shows the
 * part of the history that proves it.
 *
 * <p>What counts as a claim: a success claims that the thing it names is there. A failure that is not retryable claims that
 * the request will not take effect, {@code outcome-unknown} and its like apart, which claim nothing. A retryable failure is no
 * claim about the past, but for those that say that this attempt was not executed: where all answers under a key say so,
 * nothing may be there.
 *
 * <p>Where Redis forgot something of a key while its client was still asking ({@link Loss#concerns}), and only there, this may
 * differ, and nothing else: a service that knows nothing of keys may have been asked twice, so that there are two of what it
 * makes and two bodies that name them; and a replay may not be the bytes of the one before, since the order service was asked
 * again and said that it had the order already. Orders are one per key, with one body, whatever Redis forgets.
 */
final class HistoryChecker {

    private static final Set<String> NOT_EXECUTED =
            Set.of("store-unavailable", "gateway-busy", "upstream-unavailable", "caller-limit");
    private static final Set<String> CLAIMS_NOTHING = Set.of(
            "outcome-unknown",
            "result-expired",
            "result-not-kept",
            "upstream-timeout",
            "upstream-broken",
            "key-reused");

    private final History history;
    private final Map<String, List<String>> made;
    private final List<Violation> violations = new ArrayList<>();

    private HistoryChecker(History history, Map<String, List<String>> made) {
        this.history = history;
        this.made = made;
    }

    /**
     * Checks.
     *
     * @param made the ids of what is in the database, by key
     * @return what was not kept; empty if all was
     */
    static List<Violation> check(History history, Map<String, List<String>> made) {
        HistoryChecker checker = new HistoryChecker(history, made);
        history.exchanges().stream()
                .collect(Collectors.groupingBy(Exchange::key))
                .forEach(checker::check);
        return List.copyOf(checker.violations);
    }

    private void check(String key, List<Exchange> all) {
        List<String> there = made.getOrDefault(key, List.of());
        boolean orders = all.get(0).route() == Route.ORDERS;
        boolean forgotten = history.isForgotten(all);
        if (there.size() > 1 && (orders || !forgotten)) {
            broken(Rule.AT_MOST_ONCE, key, all);
        }
        shows(Rule.SUCCESS_NAMES_WHAT_IS_THERE, key, all, answer -> answer.isSuccess() && !there.contains(answer.id()));
        if (different(all, HistoryChecker::withoutDuplicated, Answer::isSuccess) && (orders || !forgotten)) {
            broken(Rule.ONE_BODY, key, all);
        }
        if (different(all, answer -> answer.status() + answer.body(), Answer::replayed) && !forgotten) {
            broken(Rule.REPLAYS_AGREE, key, all);
        }
        if (all.stream().map(Exchange::content).distinct().count() == 1) {
            shows(Rule.REUSED_ONLY_IF_REUSED, key, all, answer -> answer.code().equals("key-reused"));
        }
        if (!there.isEmpty()) {
            shows(Rule.NO_FAILURE_FOR_WHAT_IS_THERE, key, all, HistoryChecker::isFinalFailure);
        }
        if (!there.isEmpty() && all.stream().allMatch(HistoryChecker::saysNotExecuted)) {
            broken(Rule.NOT_EXECUTED_IS_TRUE, key, all);
        }
        if (all.stream().noneMatch(orders ? Exchange::isSuccess : Exchange::isFinal)) {
            broken(Rule.ANSWERED_IN_THE_END, key, all);
        }
    }

    private void broken(Rule rule, String key, List<Exchange> shown) {
        violations.add(new Violation(rule, key, shown));
    }

    private void shows(Rule rule, String key, List<Exchange> all, Predicate<Answer> wrong) {
        if (all.stream().anyMatch(exchange -> exchange.reply().filter(wrong).isPresent())) {
            broken(rule, key, all);
        }
    }

    private static boolean different(List<Exchange> all, Function<Answer, String> what, Predicate<Answer> among) {
        return all.stream()
                        .flatMap(exchange -> exchange.reply().stream())
                        .filter(among)
                        .map(what)
                        .distinct()
                        .count()
                > 1;
    }

    private static String withoutDuplicated(Answer answer) {
        return answer.body().replaceFirst("\"duplicated\":(true|false)", "\"duplicated\":?");
    }

    private static boolean isFinalFailure(Answer answer) {
        return answer.status() >= 400 && !answer.retryable() && !CLAIMS_NOTHING.contains(answer.code());
    }

    private static boolean saysNotExecuted(Exchange exchange) {
        return exchange.reply()
                .filter(answer -> NOT_EXECUTED.contains(answer.code()))
                .isPresent();
    }
}
