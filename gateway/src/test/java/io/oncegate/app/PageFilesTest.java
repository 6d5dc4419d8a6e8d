package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.app.Operations.Who;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operators' page is for everybody, and of no use to most. */
class PageFilesTest extends AtTheEndpoint {

    @Test
    void thePageHasAPolicyThatLetsNothingInlineRunAndLeadsToTheEndpoint() throws Exception {
        HttpResponse<String> page = operations.request(Who.NOBODY, "GET", "/operators/");

        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(it -> assertThat(it).startsWith("text/html"));
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*"));
        assertThat(page.body()).contains("<script type=\"module\" src=\"main.js\">");
        assertThat(operations
                        .request(Who.NOBODY, "GET", "/operators/settings.json")
                        .body())
                .isEqualTo("{\"endpoint\":\"../actuator/idempotency\"}");
        assertThat(operations.request(Who.NOBODY, "GET", "/").headers().firstValue("Location"))
                .contains("operators/");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /operators/, 200, 401, 200",
        "GET, /operators/main.js, 200, 401, 200",
        "GET, /operators/nothing.js, 404, 401, 404",
        "GET, /operators/../actuator/idempotency, 400, 400, 400",
        "POST, /operators/main.js, 401, 401, 403"
    })
    void onlyItsFilesAreForEverybody(String method, String path, int nobody, int impostor, int customer)
            throws Exception {
        assertThat(operations.request(Who.NOBODY, method, path).statusCode()).isEqualTo(nobody);
        assertThat(operations.request(Who.IMPOSTOR, method, path).statusCode()).isEqualTo(impostor);
        assertThat(operations.request(Who.CUSTOMER, method, path).statusCode()).isEqualTo(customer);
    }
}
