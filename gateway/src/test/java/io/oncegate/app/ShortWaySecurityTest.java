package io.oncegate.app;

import static io.oncegate.RawHttp.request;
import static io.oncegate.app.RunningGateway.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.RawHttp;
import io.oncegate.Ways;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is who on the short way is who is who on the whole one, and nobody else gets further. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShortWaySecurityTest {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].filters[0]";
    private static final String SHOP = "Authorization: " + basic("shop", "shop-secret");
    private static final String SCRAPER = "Authorization: " + basic("scraper", "scraper-secret");

    private Tokens tokens;
    private Operations quick;
    private Operations slow;
    private QuickAndSlow gateways;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        tokens = new Tokens();
        String[] common = {
            tokens.property(directory),
            "test.ways=true",
            "server.forward-headers-strategy=framework",
            ROUTE + ".name=IdempotencyKey",
            ROUTE + ".args.max-request-body=100B",
        };
        gateways = new QuickAndSlow(common);
        quick = gateways.quick();
        slow = gateways.slow();
    }

    @AfterAll
    void stop() {
        gateways.close();
    }

    Stream<List<String>> refused() throws Exception {
        return Stream.of(
                List.of(basic("shop", "guess")),
                List.of(basic("nobody", "shop-secret")),
                List.of("Basic !!!"),
                List.of("Basic"),
                List.of("Basic bm8tY29sb24="),
                List.of("Digest username=\"shop\""),
                List.of(""),
                List.of("Bearer nonsense"),
                List.of("Bearer"),
                List.of(tokens.bearer("user-42", Instant.now().minusSeconds(3600))),
                List.of(new Tokens().bearer("user-42", soon())),
                List.of(basic("shop", "shop-secret"), "Basic x"),
                List.of(basic("shop", "shop-secret"), basic("shop", "shop-secret")),
                List.of(tokens.bearer("user-42", soon()), basic("shop", "shop-secret")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whoProvesNothingIsRefusedInTheSameWordsAndClaimsNothing(List<String> credentials) throws IOException {
        long before = gateways.redis().dbsize();
        int seen = quick.gateway().timesSeen();

        assertThat(same(
                        "refused",
                        "{}",
                        credentials.stream().map(it -> "Authorization: " + it).toArray(String[]::new)))
                .startsWith("HTTP/1.1 401 ")
                .contains("application/problem+json", "\"code\":\"credentials-invalid\"");

        assertThat(gateways.redis().dbsize()).isEqualTo(before);
        assertThat(quick.gateway().timesSeen()).isEqualTo(seen);
    }

    @Test
    void answersAreTheSameWithAllThatSecurityAddsToThem() throws IOException {
        assertThat(same("same", "{}", SHOP))
                .startsWith("HTTP/1.1 200 ")
                .contains(
                        "Referrer-Policy: no-referrer",
                        "X-Content-Type-Options: nosniff",
                        "X-Frame-Options: DENY",
                        "X-XSS-Protection: 0")
                .endsWith("hello");
        assertThat(same("same", "{}", SHOP))
                .contains("Idempotent-Replayed: true")
                .endsWith("hello");
        assertThat(same("same", "{ }", SHOP)).startsWith("HTTP/1.1 422 ").contains("X-Frame-Options: DENY");
        assertThat(same("", "{}", SHOP)).startsWith("HTTP/1.1 400 ").contains("key-invalid");
        assertThat(same("large", "x".repeat(101), SHOP)).startsWith("HTTP/1.1 413 ");
        assertThat(same("nobody", "{}")).startsWith("HTTP/1.1 401 ").contains("caller-unknown");
        assertThat(same("nobody", "{}", "X-User-Id: shop")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whoProvesItIsNamedToTheUpstreamWhateverElseTheClientSays() throws Exception {
        same("named", "{}", SHOP, "x-uSER-iD: alice", "X-User-Id: bob");
        assertThat(quick.gateway().lastSeen().getAll("X-User-Id")).containsExactly("shop");
        assertThat(quick.gateway().lastSeen().contains("Authorization")).isFalse();

        String bearer = tokens.bearer("user-42", soon());
        same("named", "{}", "Authorization: " + bearer, "X-User-Id: bob");
        assertThat(quick.gateway().lastSeen().getAll("X-User-Id")).containsExactly("user-42");
        assertThat(quick.gateway().lastSeen().get("Authorization")).isEqualTo(bearer);
    }

    @Test
    void whatAClientSaysOfItselfIsRemovedAlsoWhereItProvesNothing() throws IOException {
        String[] anybody = {"X-User-Id: bob", "Idempotency-Key: anybody"};
        // a method that the route does not cover, so that nobody's request gets there at all
        String answer = RawHttp.exchange(quick.gateway().port(), request("DELETE", "/hello", "", anybody));
        assertThat(answer).isEqualTo(RawHttp.exchange(slow.gateway().port(), request("DELETE", "/hello", "", anybody)));
        assertThat(way(quick)).isEqualTo("short");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(quick.gateway().lastSeen().contains("X-User-Id")).isFalse();
    }

    @Test
    void twoCallersWithOneKeyNeverSeeEachOther() throws IOException {
        assertThat(same("shared", "{}", SHOP)).doesNotContain("Idempotent-Replayed");
        // not even that the other's request was another
        assertThat(same("shared", "{ }", SCRAPER)).startsWith("HTTP/1.1 200 ").doesNotContain("Idempotent-Replayed");
        assertThat(same("shared", "{}", SHOP)).contains("Idempotent-Replayed: true");
        assertThat(same("shared", "{ }", SCRAPER)).contains("Idempotent-Replayed: true");
    }

    @Test
    void whatTheFirewallWouldRefuseIsRefused() throws IOException {
        for (String target : new String[] {"/hello//x", "/a/../hello", "/hello;x=y", "/%2e%2e/hello", "/hello%00"}) {
            String request = request("POST", target, "{}", SHOP, "Idempotency-Key: wall");
            String answer = RawHttp.exchange(quick.gateway().port(), request);
            assertThat(answer)
                    .as(target)
                    .isEqualTo(RawHttp.exchange(slow.gateway().port(), request))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(way(quick)).as(target).isEqualTo("whole");
        }
    }

    /** Where a proxy in front is believed, a part of the path comes from a field. */
    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/a;b", "/a//b", "/%2e", "/a"})
    void aPrefixThatAProxyTellsIsLookedAtAsThePathIs(String prefix) throws IOException {
        String request =
                request("POST", "/hello", "{}", SHOP, "Idempotency-Key: in" + prefix, "X-Forwarded-Prefix: " + prefix);
        assertThat(RawHttp.exchange(quick.gateway().port(), request))
                .isEqualTo(RawHttp.exchange(slow.gateway().port(), request));
        assertThat(way(quick)).isEqualTo("whole");
    }

    /** Its route takes every path, and the management port's requests pass the same filters. */
    @Test
    void theManagementPortsRequestsStayThere() throws Exception {
        int seen = quick.gateway().timesSeen();
        int before = quick.changes();
        assertThat(managed(Operations.OPERATOR)).startsWith("HTTP/1.1 204 ");
        assertThat(quick.changes()).isEqualTo(before + 1);
        assertThat(managed(Operations.CUSTOMER)).startsWith("HTTP/1.1 403 ");
        assertThat(quick.gateway().timesSeen()).isEqualTo(seen);
    }

    /** Plain, as what the platform's client sends is not: it offers an upgrade. */
    private String managed(String authorization) throws IOException {
        String[] fields = {"Authorization: " + authorization, "Idempotency-Key: managed"};
        return RawHttp.exchange(quick.gateway().managementPort(), request("DELETE", "/actuator/touch", "", fields));
    }

    /** The answer to a covered request that goes the short way in one gateway, and the whole one in the other. */
    private String same(String key, String body, String... fields) throws IOException {
        String[] all = Stream.concat(
                        Stream.of("Content-Type: application/json", "Idempotency-Key: " + key), Stream.of(fields))
                .toArray(String[]::new);
        String request = request("POST", "/hello", body, all);
        String answer = RawHttp.exchange(quick.gateway().port(), request);
        assertThat(answer).isEqualTo(RawHttp.exchange(slow.gateway().port(), request));
        assertThat(way(quick)).isEqualTo("short");
        assertThat(way(slow)).isEqualTo("whole");
        return answer;
    }

    private static String way(Operations at) {
        return at.gateway().application().getBean(Ways.class).last();
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(600);
    }
}
