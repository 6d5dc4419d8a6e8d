package io.oncegate.systemtest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Medians over the rounds of how long requests took at one rate, in Markdown. */
final class LatencyTable {

    private final int perSecond;
    private final Map<Load, List<SteadyRate.Result>> results = new LinkedHashMap<>();

    LatencyTable(double perSecond) {
        this.perSecond = (int) perSecond;
    }

    int perSecond() {
        return perSecond;
    }

    void add(Load load, SteadyRate.Result result) {
        results.computeIfAbsent(load, it -> new ArrayList<>()).add(result);
    }

    @Override
    public String toString() {
        return "| " + perSecond + " requests a second | p50, ms | p99, ms |\n|---|---|---|\n"
                + results.entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT,
                                "| %s | %.2f | %.2f |%n",
                                entry.getKey().name(),
                                millis(entry.getValue(), SteadyRate.Result::p50),
                                millis(entry.getValue(), SteadyRate.Result::p99)))
                        .collect(Collectors.joining());
    }

    private static double millis(List<SteadyRate.Result> results, ToDoubleFunction<SteadyRate.Result> figure) {
        return CostTable.median(results.stream().mapToDouble(figure).toArray()) / 1e3;
    }
}
