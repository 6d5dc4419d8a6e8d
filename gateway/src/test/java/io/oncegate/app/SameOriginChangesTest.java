package io.oncegate.app;

import static io.oncegate.app.Operations.AUTHORIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose changes are let through when an operator's credentials go along by themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameOriginChangesTest {

    private static final String JSON = "application/json";

    private Operations operations;

    @BeforeAll
    void start() {
        operations = new Operations();
    }

    @AfterAll
    void stop() {
        operations.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // not a browser
                "-, -",
                // a page of this origin, in a browser that says so, or only names its origin
                "same-origin, SELF",
                "same-origin, -",
                // as behind a proxy that ends TLS: what the browser says of itself is right, what the proxy made of it
                // is not
                "same-origin, https://ops.example",
                "-, SELF",
            })
    void aChangeFromThisOriginOrFromNoBrowserIsMade(@Nullable String site, @Nullable String origin) throws Exception {
        int before = operations.changes();

        assertThat(change("POST", JSON, site, origin).statusCode()).isEqualTo(204);
        assertThat(change("DELETE", "-", site, origin).statusCode()).isEqualTo(204);
        assertThat(operations.changes() - before).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "cross-site, https://evil.example",
                "cross-site, -",
                "cross-site, SELF",
                "same-site, -",
                "none, -",
                "'', -",
                "SAME-ORIGIN, -",
                "anything, -",
                "-, https://evil.example",
                "-, null",
                "-, ''",
                "-, nonsense",
                "-, http://[",
                "-, http://127.0.0.1",
                "-, http://127.0.0.1:1",
                "-, http://localhost:PORT",
                "-, https://127.0.0.1:PORT",
            })
    void anyOtherChangeIsRefusedAndNotMade(@Nullable String site, @Nullable String origin) throws Exception {
        int before = operations.changes();

        assertRefused(change("POST", JSON, site, origin));
        assertRefused(change("DELETE", "-", site, origin));
        assertThat(operations.changes()).isEqualTo(before);
    }

    @Test
    void whatIsSaidTwiceMustBeRightTwice() throws Exception {
        assertRefused(
                sent("POST", "Content-Type", JSON, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Site", "cross-site"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data;boundary=x",
                "text/plain;x=application/json",
                "application",
                "*/*",
                "application/*"
            })
    void aPostThatAFormOrABareScriptCanSendIsRefusedWhateverTheBrowserSays(String type) throws Exception {
        int before = operations.changes();

        assertRefused(change("POST", type, null, null));
        assertRefused(change("POST", type, "same-origin", "SELF"));
        assertThat(operations.changes()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=UTF-8", "application/vnd.spring-boot.actuator.v3+json"})
    void aPostOfJsonIsMadeByWhicheverName(String type) throws Exception {
        assertThat(change("POST", type, null, null).statusCode()).isEqualTo(204);
    }

    @Test
    void readingIsNotAskedWhereItComesFrom() throws Exception {
        HttpResponse<String> answer = sent("GET", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aBrowserThatAsksFirstIsToldNo() throws Exception {
        HttpResponse<String> answer = operations
                .gateway()
                .manage(
                        "OPTIONS",
                        "/actuator/touch",
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "DELETE");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    private HttpResponse<String> change(String method, String type, @Nullable String site, @Nullable String origin)
            throws Exception {
        List<String> headers = new ArrayList<>();
        if (!type.equals("-")) {
            headers.addAll(List.of("Content-Type", type));
        }
        if (site != null) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        if (origin != null) {
            String port = Integer.toString(operations.gateway().managementPort());
            headers.addAll(List.of(
                    "Origin", origin.replace("SELF", "http://127.0.0.1:PORT").replace("PORT", port)));
        }
        return sent(method, headers.toArray(String[]::new));
    }

    private HttpResponse<String> sent(String method, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(AUTHORIZATION, Operations.OPERATOR));
        return operations.gateway().manage(method, "/actuator/touch", all.toArray(String[]::new));
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"cross-site\"");
    }
}
