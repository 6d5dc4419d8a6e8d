package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard and rules ask for what gateways tell, and a real Prometheus that scrapes two of them answers every question. */
class DashboardTest {

    /** More of them make a better picture. */
    private static final int WAVES = MetricsPage.IS_WANTED ? 300 : 6;

    private static final int SPAN_SECONDS = 240;
    private static final int STEP_SECONDS = 5;

    private static RedisProcess redis;
    private static PostgresProcess postgres;
    private static OrderServiceProcess orders;
    private static GatewayProcess one;
    private static GatewayProcess other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        postgres = PostgresProcess.start();
        orders = OrderServiceProcess.start(postgres);
        one = GatewayProcess.start(redis.port(), orders.uri());
        other = GatewayProcess.start(redis.port(), orders.uri());
    }

    @AfterAll
    static void stop() {
        Closing.all(other, one, orders, postgres, redis);
    }

    @Test
    void everyExpressionNamesSeriesAndLabelsThatTheGatewayHasFromTheStart() {
        Scraped scraped = Scraped.of(one.management());
        Set<String> recorded = Expressions.recorded();

        Map<String, List<String>> missing = new LinkedHashMap<>();
        Expressions.ofRules()
                .forEach((name, expression) -> missing.put(name, Scraped.missing(expression, scraped, recorded)));
        Expressions.ofDashboard()
                .forEach(query -> missing.put(
                        query.panel() + " " + query.expression(),
                        Scraped.missing(query.expression(), scraped, recorded)));

        assertThat(missing)
                .hasSizeGreaterThan(30)
                .allSatisfy((where, what) -> assertThat(what).as(where).isEmpty());
    }

    @Test
    void aSeriesALabelAndARecordThatThereAreNotAreFound() {
        Scraped scraped = Scraped.of(one.management());
        Set<String> recorded = Expressions.recorded();

        assertThat(Scraped.missing("rate(oncegate_request_total[5m])", scraped, recorded))
                .isNotEmpty();
        assertThat(Scraped.missing("rate(oncegate_requests_total{outcome=\"bypass\"}[5m])", scraped, recorded))
                .isNotEmpty();
        assertThat(Scraped.missing("sum by (caller) (oncegate_requests_total)", scraped, recorded))
                .isNotEmpty();
        assertThat(Scraped.missing("oncegate:nothing:rate5m", scraped, recorded))
                .isNotEmpty();
    }

    @Test
    void aRealPrometheusAnswersEveryQuestionOfTheDashboard() throws IOException {
        try (PrometheusPackage.Server prometheus = PrometheusPackage.serve(configuration())) {
            Http api = new Http(prometheus.uri());
            Eventually.happens("Prometheus has scraped both gateways", () -> scrapes(api) == 2);
            new MixedLoad(one.http(), other.http(), redis).run(WAVES);
            Eventually.happens("the last of the load was scraped", () -> replays(api) > 0 && atWork(api) == 0);

            MetricsPage page = new MetricsPage(Scraped.of(one.management()));
            for (Expressions.Query query : Expressions.ofDashboard()) {
                Eventually.happens(
                        "there is an answer to " + query.expression(),
                        () -> result(api, query.expression()).size() > 0);
                page.add(query, result(api, query.expression()));
            }
            if (MetricsPage.IS_WANTED) {
                page.picture(Plot.draw(
                        "metrics-requests",
                        "Requests by outcome",
                        "a second",
                        "outcome",
                        range(api, "sum by (outcome) (rate(oncegate_requests_total[10s])) > 0")));
                page.picture(Plot.draw(
                        "metrics-store",
                        "Time of the store, 99 in 100",
                        "seconds",
                        "operation",
                        range(
                                api,
                                "histogram_quantile(0.99, sum by (operation, le)"
                                        + " (rate(oncegate_store_seconds_bucket{operation!=\"renew\"}[10s])))")));
            }
            page.write();
        }
    }

    /** The committed configuration, but for where the gateways are and how often they are asked. */
    private static Path configuration() throws IOException {
        Path directory = Files.createTempDirectory(Application.logs(), "prometheus-config-");
        String committed = Files.readString(Expressions.PROMETHEUS.resolve("prometheus.yml"));
        String targets = "\"" + address(one) + "\", \"" + address(other) + "\"";
        String here = committed.replace("\"127.0.0.1:8081\"", targets).replace("15s", "1s");
        assertThat(here).contains(targets).contains("scrape_interval: 1s");
        Files.copy(Expressions.RULES, directory.resolve(Expressions.RULES.getFileName()));
        return Files.writeString(directory.resolve("prometheus.yml"), here);
    }

    private static String address(GatewayProcess gateway) {
        URI management = gateway.management();
        return management.getHost() + ":" + management.getPort();
    }

    private static double scrapes(Http api) {
        return number(api, "count(up{job=\"oncegate\"} == 1)");
    }

    private static double replays(Http api) {
        return number(api, "sum(rate(oncegate_requests_total{outcome=\"replayed\"}[5m]))");
    }

    /** Requests, bytes that are held for them, and writes that Redis has to be told later. */
    private static double atWork(Http api) {
        return number(api, "sum(oncegate_exchanges + oncegate_buffered_bytes + oncegate_store_late_pending)");
    }

    /** NaN where there is no answer. */
    private static double number(Http api, String expression) {
        JsonNode numbers = result(api, expression);
        return numbers.isEmpty()
                ? Double.NaN
                : numbers.get(0).get("value").get(1).asDouble();
    }

    /** The last minutes, in steps. */
    private static JsonNode range(Http api, String expression) {
        long now = Instant.now().getEpochSecond();
        return ask(
                api,
                "query_range",
                expression,
                "&step=" + STEP_SECONDS + "&start=" + (now - SPAN_SECONDS) + "&end=" + now);
    }

    private static JsonNode result(Http api, String expression) {
        return ask(api, "query", expression, "");
    }

    private static JsonNode ask(Http api, String question, String expression, String more) {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8) + more;
        try {
            Http.Reply reply = api.send(api.anonymously("/api/v1/" + question + "?query=" + query));
            // while it starts, it says so in words
            assertThat(reply.status()).as(reply.body()).isIn(200, 503);
            return reply.status() == 200
                    ? JsonMapper.shared().readTree(reply.body()).path("data").path("result")
                    : JsonMapper.shared().createArrayNode();
        } catch (UncheckedIOException notThereYet) {
            return JsonMapper.shared().createArrayNode();
        }
    }
}
