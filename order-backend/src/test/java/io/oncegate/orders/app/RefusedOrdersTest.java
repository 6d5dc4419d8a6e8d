package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 9: what is no order is refused, says why, and tells the gateway that nothing was executed. */
class RefusedOrdersTest extends ServiceTest {

    private void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Idempotency-Disposition")).isEqualTo("not-executed");
        assertThat(reply.text("code")).isEqualTo(code);
        assertThat(reply.text("type")).isEqualTo("urn:oncegate:problem:" + code);
        assertThat(reply.json().path("status").intValue()).isEqualTo(status);
        assertThat(reply.json().path("retryable").isBoolean()).isTrue();
        assertThat(reply.json().path("retryable").booleanValue()).isFalse();
        assertThat(reply.text("title")).isNotEqualTo("absent");
        assertThat(reply.text("detail")).isNotEqualTo("absent");
        assertThat(reply.text("instance")).startsWith("/api/");
        assertThat(ordersOf(alice)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"prodCode\": \"SKU-1\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": null} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": 0} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"-1\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"1.005\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"10000000000\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": 1e2} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"1e999999999\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"NaN\"} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": true} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": [\"12.50\"]} | amount",
                "{\"prodCode\": \"SKU-1\", \"amount\": {\"value\": 1}} | amount",
                "{\"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"\", \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"SKU-99\", \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"sku-1\", \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"SKU-1 \", \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"SKU-1\\u0000\", \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": 1, \"amount\": \"12.50\"} | prodCode",
                "{\"prodCode\": \"SKU-1\", \"amount\": \"12.50\", \"confirmDuplicate\": \"yes\"} | confirmDuplicate",
                "{\"prodCode\": {}, \"amount\": -1, \"confirmDuplicate\": []} | prodCode amount confirmDuplicate",
                "{} | prodCode amount",
            })
    void fieldsAtFaultAreNamed(String body, String faults) {
        Reply reply = service().order(alice, "k", body);

        assertRefused(reply, 400, "order-invalid");
        assertThat(reply.faults()).containsExactly(faults.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"order\"",
                "{",
                "{\"prodCode\": \"SKU-1\", \"amount\": NaN}",
                "{\"prodCode\": \"SKU-1\", \"amount\": 12.50} {}",
                "{\"prodCode\": \"SKU-1\", \"amount\": 12.50, \"amount\": 99}"
            })
    void whatIsNotOneJsonObjectIsRefused(String body) {
        assertRefused(service().order(alice, "k", body), 400, "json-invalid");
    }

    @Test
    void aNumberOfAThousandDigitsIsRefused() {
        String number = "1".repeat(1000);
        assertRefused(
                service().order(alice, "k", "{\"prodCode\": \"SKU-1\", \"amount\": " + number + "}"),
                400,
                "order-invalid");
    }

    @Test
    void aHugeBodyIsRefused() {
        String note = "x".repeat(100_000);
        assertRefused(service().order(alice, "k", "{\"note\": \"" + note + "\"}"), 413, "request-too-large");
    }

    @Test
    void aMissingKeyIsRefused() {
        assertRefused(service().post(alice, "/api/orders", COFFEE), 400, "dedup-key-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "\"abc", "\"abc\"; a=1", "\"a\", \"b\"", "\"a\\b\"", "tab\there"})
    void whatIsNotAKeyIsRefused(String key) {
        assertRefused(service().order(alice, key, COFFEE), 400, "dedup-key-invalid");
    }

    @Test
    void aKeyMayHave255CharactersAndNoMore() {
        assertRefused(service().order(alice, "k".repeat(256), COFFEE), 400, "dedup-key-invalid");
        assertThat(service().order(alice, "k".repeat(255), COFFEE).status()).isEqualTo(201);
    }

    @Test
    void twoKeysAreNoKey() {
        Reply reply = service()
                .send(service()
                        .requestBy(alice, "/api/orders")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "a")
                        .header("Idempotency-Key", "b")
                        .POST(BodyPublishers.ofString(COFFEE)));
        assertRefused(reply, 400, "dedup-key-invalid");
    }

    @Test
    void aQuotedKeyIsTheBareOne() {
        Reply bare = service().order(alice, "abc", COFFEE);
        Reply quoted = service().order(alice, "\"abc\"", COFFEE);

        assertThat(quoted.status()).isEqualTo(200);
        assertThat(quoted.orderId()).isEqualTo(bare.orderId());
    }

    @Test
    void otherMethodsMediaTypesAndPathsAreRefusedAsProblems() {
        Reply method = service().send(service().requestBy(alice, "/api/orders").DELETE());
        assertRefused(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).contains("POST");
        assertRefused(
                service()
                        .send(service()
                                .requestBy(alice, "/api/orders")
                                .header("Content-Type", "text/plain")
                                .header("Idempotency-Key", "k")
                                .POST(BodyPublishers.ofString(COFFEE))),
                415,
                "media-type-unsupported");
        assertRefused(service().get(alice, "/api/nothing"), 404, "not-found");
    }

    @Test
    void theLargestAndTheSmallestAmountAreKeptExactly() {
        for (String amount : List.of("9999999999.99", "0.01", "0.1", "7")) {
            Reply reply = service().order(alice, newKey(), "{\"prodCode\": \"SKU-1\", \"amount\": " + amount + "}");
            String kept = service().get(alice, reply.header("Location")).text("amount");
            assertThat(new java.math.BigDecimal(kept)).isEqualByComparingTo(amount);
            assertThat(kept).matches("\\d+\\.\\d\\d").isEqualTo(reply.text("amount"));
        }
    }
}
