package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Where the policy page is served, and where it is not. */
class PolicyAddressTest {

    private static final String PAGE = "/idempotency-policy";

    @Test
    void switchedOffItIsTheUpstreamsToServe() {
        try (Gateway without = withEverythingRouted("oncegate.policy-page=false")) {
            assertThat(text(without.send(without.request(PAGE).GET()))).isEqualTo("the upstream's");
        }
    }

    @Test
    void anAddressElsewhereIsPointedToAndNotServed() {
        try (Gateway elsewhere = withEverythingRouted("oncegate.policy-uri=https://docs.example/policy")) {
            HttpResponse<byte[]> problem =
                    elsewhere.send(elsewhere.request("/x").POST(BodyPublishers.ofString("{}")));
            assertThat(text(problem)).contains("\"type\":\"https://docs.example/policy#key-missing\"");
            assertThat(text(elsewhere.send(elsewhere.request(PAGE).GET()))).isEqualTo("the upstream's");
        }
    }

    @Test
    void anotherPathIsServedInItsPlace() {
        try (Gateway moved = withEverythingRouted("oncegate.policy-uri=/docs/keys")) {
            assertThat(text(moved.send(moved.request("/docs/keys").GET()))).contains("id=\"key-missing\"");
            assertThat(text(moved.send(moved.request(PAGE).GET()))).isEqualTo("the upstream's");
        }
    }

    private static Gateway withEverythingRouted(String property) {
        Gateway all = new Gateway(all(route(0, "everything", "/**"), new String[] {property}));
        all.upstream().on(PAGE, Upstream.answer(200, "the upstream's".getBytes(UTF_8)));
        return all;
    }
}
