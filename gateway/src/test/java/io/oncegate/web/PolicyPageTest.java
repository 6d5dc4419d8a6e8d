package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page that problems point to, over HTTP in a gateway one of whose routes would take every path. */
class PolicyPageTest {

    private static final String PAGE = "/idempotency-policy";

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(
                        0,
                        "secret-route",
                        "/pay/**",
                        "header=PayPal-Request-Id",
                        "namespace=secret-space",
                        "caller=header=X-Secret-Tenant",
                        "retention=36h",
                        "tombstone=3d",
                        "methods=PUT,POST",
                        "kept-headers=X-Cost",
                        "released-statuses=418",
                        "answer-timeout=1500ms",
                        "fingerprint=json"),
                route(
                        1,
                        "open",
                        "/open/**",
                        "key=optional",
                        "caller=anonymous",
                        "upstream-deduplicates=true",
                        "on-store-failure=bypass",
                        "in-flight-wait=0s"),
                route(2, "bean", "/<bean>/**", "caller=#{@callerOfQuery}"),
                new String[] {
                    "spring.cloud.gateway.server.webflux.routes[3].id=everything",
                    "spring.cloud.gateway.server.webflux.routes[3].uri=UPSTREAM",
                    "spring.cloud.gateway.server.webflux.routes[3].predicates[0]=Path=/**"
                }));
        gateway.upstream().on(PAGE, Upstream.answer(200, "the upstream's".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasItsPlaceOnThePageAndAdvice(Problem problem) {
        assertThat(html())
                .containsOnlyOnce("id=\"" + problem.code() + "\"")
                .contains(HtmlUtils.htmlEscape(Advice.on(problem), "UTF-8"))
                .contains(problem.title());
        assertThat(json().get("problems"))
                .anySatisfy(it -> assertThat(it.get("code").asString()).isEqualTo(problem.code()));
    }

    @Test
    void credentialsThatAreNotValidHaveTheirPlaceToo() {
        assertThat(html()).containsOnlyOnce("id=\"credentials-invalid\"");
    }

    @Test
    void theTypeOfAProblemLeadsToItsPlace() {
        HttpResponse<byte[]> problem = gateway.send(gateway.request("/pay/x").POST(BodyPublishers.ofString("{}")));
        Matcher type = Pattern.compile("\"type\":\"([^#]+)#([^\"]+)\"").matcher(text(problem));

        assertThat(type.find()).isTrue();
        assertThat(text(get(type.group(1), "text/html"))).contains("id=\"" + type.group(2) + "\"");
    }

    @Test
    void everyRoutesArgumentsAreTold() {
        JsonNode routes = json().get("routes");
        assertThat(routes).hasSize(3);
        JsonNode pay = routes.get(0);
        assertThat(pay.get("paths").get(0).asString()).isEqualTo("/pay/**");
        JsonNode terms = pay.get("terms");
        assertThat(terms.get("methods").asString()).isEqualTo("POST, PUT");
        assertThat(terms.get("header").asString()).isEqualTo("PayPal-Request-Id");
        assertThat(terms.get("key").asString()).isEqualTo("required");
        assertThat(terms.get("answer kept for").asString()).isEqualTo("36 hours");
        assertThat(terms.get("remembered after that for").asString()).isEqualTo("3 days");
        assertThat(terms.get("response headers kept").asString()).contains("X-Cost");
        assertThat(terms.get("not kept, so that the key is free again").asString())
                .contains("418");
        assertThat(terms.get("an answer comes, or upstream-timeout, within").asString())
                .isEqualTo("1500 milliseconds");
        assertThat(terms.get("same request").asString()).contains("JSON");
        assertThat(terms.get("when the outcome is unknown").asString()).contains("outcome-unknown");
        JsonNode open = routes.get(1).get("terms");
        assertThat(open.get("key").asString()).startsWith("optional");
        assertThat(open.get("caller").asString()).contains("everybody");
        assertThat(open.get("while keys cannot be stored").asString()).contains("bypassed");
        assertThat(open.get("a retry waits for a running request for").asString())
                .isEqualTo("no time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json"})
    void nothingInternalIsTold(String type) {
        assertThat(text(get(PAGE, type)))
                .doesNotContain("127.0.0.1", "localhost", "secret", "Secret", "callerOfQuery", "CallerResolver");
    }

    @Test
    void thePageNeedsNeitherStyleNorScript() {
        HttpResponse<byte[]> page = get(PAGE, "text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(text(page))
                .doesNotContain("<script", "style", "onload", "<bean>")
                .contains("<html lang=\"en\">", "&lt;bean&gt;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,*/*;q=0.8|200|text/html;charset=UTF-8",
                "*/*|200|text/html;charset=UTF-8",
                "application/json|200|application/json",
                "application/json;q=0.5, text/html;q=0.4|200|application/json",
                "image/png|406|"
            })
    void theClientChoosesBetweenHtmlAndJson(String accept, int status, String type) {
        HttpResponse<byte[]> answer = get(PAGE, accept);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).isEqualTo(Optional.ofNullable(type));
    }

    private static String html() {
        return text(get(PAGE, "text/html"));
    }

    private static JsonNode json() {
        return JsonMapper.shared().readTree(get(PAGE, "application/json").body());
    }

    private static HttpResponse<byte[]> get(String path, String accept) {
        return gateway.send(gateway.request(path).header("Accept", accept).GET());
    }
}
