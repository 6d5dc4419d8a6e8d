package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code config/} asks Prometheus: the expressions of its rules and of its dashboard. */
final class Expressions {

    static final Path PROMETHEUS = Installation.find().root().resolve("config/prometheus");
    static final Path RULES = PROMETHEUS.resolve("oncegate-rules.yml");
    private static final Path DASHBOARD = Installation.find().root().resolve("config/grafana/oncegate.json");

    private Expressions() {}

    /** A question that a panel of the dashboard asks. */
    record Query(String panel, String description, String expression) {}

    static List<Query> ofDashboard() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : JsonMapper.shared().readTree(read(DASHBOARD)).get("panels")) {
            for (JsonNode target : panel.get("targets")) {
                queries.add(new Query(
                        panel.get("title").asString(),
                        panel.get("description").asString(),
                        target.get("expr").asString()));
            }
        }
        return queries;
    }

    /** The expressions of all rules, by what each records or alerts. */
    static Map<String, String> ofRules() {
        return rules().stream()
                .collect(Collectors.toMap(
                        Expressions::name, rule -> text(rule, "expr"), (a, b) -> a, LinkedHashMap::new));
    }

    static Set<String> recorded() {
        return rules().stream()
                .filter(rule -> rule.containsKey("record"))
                .map(Expressions::name)
                .collect(Collectors.toSet());
    }

    static List<Map<String, Object>> alerts() {
        return rules().stream().filter(rule -> rule.containsKey("alert")).toList();
    }

    static String name(Map<String, Object> rule) {
        return text(rule, rule.containsKey("alert") ? "alert" : "record");
    }

    private static String text(Map<String, Object> rule, String member) {
        return Objects.requireNonNull(rule.get(member)).toString();
    }

    private static List<Map<String, Object>> rules() {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(read(RULES));
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream())
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
