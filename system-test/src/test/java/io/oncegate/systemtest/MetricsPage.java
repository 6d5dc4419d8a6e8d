package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The page {@code docs/metrics.md}: what is measured, and the dashboard's answers in words. */
final class MetricsPage {

    private static final String INTRODUCTION = """
            # Metrics

            What a gateway with Micrometer counts, under the names that Prometheus sees, and what the dashboard `config/grafana/oncegate.json` shows of a
            mixed load: first requests, retries, retries at the same time, mistakes, and a Redis that is away from time to time. The test `DashboardTest`
            runs two gateways with their services as real processes and a real Prometheus with `config/prometheus`, asks it each question of the dashboard,
            and, with the last argument, writes the answers here (the Debian package `prometheus` is needed):

            ```
            mvn verify -pl system-test -am -Dtest=DashboardTest -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip -Doncegate.write-docs=true
            ```

            ## What is counted

            """;

    /** Whether the committed page is to be written anew. */
    static final boolean IS_WANTED = Boolean.getBoolean("oncegate.write-docs");

    private final Scraped scraped;
    private final List<String> pictures = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();

    MetricsPage(Scraped scraped) {
        this.scraped = scraped;
    }

    /** Adds the answer to a question. */
    void add(Expressions.Query query, JsonNode result) {
        List<String> values = new ArrayList<>();
        for (JsonNode sample : result) {
            values.add(labels(sample.get("metric")) + " "
                    + number(sample.get("value").get(1).asString()));
        }
        answers.add("| " + query.panel() + " | `" + query.expression().replace("|", "\\|") + "` | "
                + values.stream().sorted().collect(Collectors.joining("<br>")) + " |");
    }

    /** Adds a picture that is beside the page. */
    void picture(String file) {
        pictures.add("![" + file + "](" + file + ")\n\n");
    }

    /** Puts the page where the build's results are, and, where that is asked for, in the place of the committed one. */
    void write() throws IOException {
        String page =
                INTRODUCTION + table() + """

                ## What the dashboard showed

                %s| panel | question | answer |
                |---|---|---|
                """.formatted(String.join("", pictures)) + String.join("\n", answers) + "\n";
        Files.writeString(Application.logs().resolveSibling("metrics.md"), page);
        if (IS_WANTED) {
            Path committed = Installation.find().root().resolve("docs/metrics.md");
            Files.writeString(committed, page);
        }
    }

    private String table() {
        return "| series | |\n|---|---|\n"
                + scraped.described().entrySet().stream()
                        .map(series -> "| `" + series.getKey() + "` | " + series.getValue() + " |")
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String labels(JsonNode metric) {
        return metric.properties().stream()
                .filter(label -> !label.getKey().equals("__name__"))
                .map(Map.Entry::getValue)
                .map(JsonNode::asString)
                // a port that is another in every run
                .map(value -> value.replaceAll("^127\\.0\\.0\\.1:.*", "a gateway"))
                .collect(Collectors.joining(" "));
    }

    private static String number(String value) {
        double number = value.equals("NaN") ? Double.NaN : Double.parseDouble(value.replace("Inf", "Infinity"));
        return Double.isNaN(number) ? "none yet" : String.format(Locale.ROOT, "%.4g", number);
    }
}
