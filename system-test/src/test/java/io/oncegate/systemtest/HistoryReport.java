package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.History.Strike;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run came to.
 *
 * @param verdict in a few words
 * @param counts how many keys, requests, faults and kinds of them there were, as cells of a table
 * @param text in Markdown
 */
record HistoryReport(String verdict, String counts, String text) {

    static HistoryReport of(History history, List<Violation> violations) {
        List<Exchange> exchanges = history.exchanges();
        List<Strike> strikes = history.strikes();
        String broken = violations.stream().map(violation -> violation + "\n\n").collect(Collectors.joining());
        return new HistoryReport(
                violations.isEmpty() ? "every promise was kept" : violations.size() + " promises were broken",
                exchanges.stream().map(Exchange::key).distinct().count() + " | " + exchanges.size() + " | "
                        + strikes.size() + " | "
                        + strikes.stream().map(Strike::fault).distinct().count(),
                broken
                        + table("what failed", strikes.stream().map(Strike::fault))
                        + recoveries(Recovery.of(history))
                        + table("what clients saw", exchanges.stream().map(HistoryReport::seen)));
    }

    private static String recoveries(List<Recovery> recoveries) {
        if (recoveries.isEmpty()) {
            return "";
        }
        Map<String, List<Recovery>> byFault =
                recoveries.stream().collect(Collectors.groupingBy(Recovery::fault, TreeMap::new, Collectors.toList()));
        return "| failover after | times | another was primary after | the last refusal came later by |\n|---|---|---|---|\n"
                + byFault.entrySet().stream()
                        .map(fault -> "| " + fault.getKey() + " | "
                                + fault.getValue().size() + " | " + seconds(fault.getValue(), Recovery::replaced)
                                + " | "
                                + seconds(fault.getValue(), Recovery::refused) + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    /** The one in the middle, and the longest. */
    private static String seconds(List<Recovery> recoveries, ToLongFunction<Recovery> what) {
        List<Long> all = recoveries.stream().map(what::applyAsLong).sorted().toList();
        return String.format(
                Locale.ROOT, "%.1f s, at most %.1f s", all.get(all.size() / 2) / 1e9, all.get(all.size() - 1) / 1e9);
    }

    private static String seen(Exchange exchange) {
        return exchange.route() + " "
                + exchange.reply().map(HistoryReport::seen).orElse("no answer");
    }

    private static String seen(Answer answer) {
        String word = answer.replayed() ? " replayed" : answer.code().isEmpty() ? "" : " " + answer.code();
        return answer.status() + word;
    }

    private static String table(String head, Stream<String> words) {
        Map<String, Long> counts =
                words.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return "| " + head + " | times |\n|---|---|\n"
                + counts.entrySet().stream()
                        .map(count ->
                                "| " + count.getKey().toLowerCase(Locale.ROOT) + " | " + count.getValue() + " |\n")
                        .collect(Collectors.joining())
                + "\n";
    }
}
