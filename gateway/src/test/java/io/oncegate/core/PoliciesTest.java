package io.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.oncegate.core.RequestPolicy.Covered;
import io.oncegate.core.RequestPolicy.KeyInvalid;
import io.oncegate.core.RequestPolicy.KeyMissing;
import io.oncegate.core.RequestPolicy.NotCovered;
import io.oncegate.core.ResponsePolicy.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2 and 4: which requests are covered, what their answers mean, what is kept of them. */
class PoliciesTest {

    @Nested
    class Requests {

        private static final List<String> NONE = List.of();

        private final RequestPolicy required = new RequestPolicy(Set.of("POST", "PATCH"), true);
        private final RequestPolicy optional = new RequestPolicy(Set.of("POST"), false);

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "post"})
        void otherMethodsAreNotCoveredWhateverTheirKey(String method) {
            assertThat(required.admit(method, "", NONE, List.of("abc"))).isEqualTo(new NotCovered());
            assertThat(required.admit(method, "", NONE, List.of("a,b"))).isEqualTo(new NotCovered());
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PATCH"})
        void coveredMethodWithAKeyIsCovered(String method) {
            assertThat(required.admit(method, "application/json", NONE, List.of("abc")))
                    .isEqualTo(new Covered(new IdempotencyKey("abc")));
        }

        @Test
        void missingKeyIsRefusedOnlyWhereItIsRequired() {
            assertThat(required.admit("POST", "", NONE, List.of())).isEqualTo(new KeyMissing());
            assertThat(optional.admit("POST", "", NONE, List.of())).isEqualTo(new NotCovered());
        }

        @Test
        void malformedKeyIsRefusedEvenWhereNoneIsRequired() {
            assertThat(required.admit("POST", "", NONE, List.of(""))).isInstanceOf(KeyInvalid.class);
            assertThat(optional.admit("POST", "", NONE, List.of("a", "a"))).isInstanceOf(KeyInvalid.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/grpc", "application/grpc+proto", "Application/GRPC-web"})
        void streamsOfMessagesAreNotCovered(String mediaType) {
            assertThat(required.admit("POST", mediaType, NONE, List.of())).isEqualTo(new NotCovered());
            assertThat(required.admit("POST", "", List.of("websocket"), List.of("abc")))
                    .isEqualTo(new NotCovered());
            assertThat(required.admit("POST", "", List.of("h2c"), List.of("abc")))
                    .isInstanceOf(Covered.class);
        }

        @Test
        void eachAdmissionFoldsToItsOwnFunction() {
            assertThat(List.of(
                            required.admit("GET", "", NONE, List.of()),
                            required.admit("POST", "", NONE, List.of("k")),
                            required.admit("POST", "", NONE, List.of()),
                            required.admit("POST", "", NONE, List.of("\""))))
                    .extracting(it -> it.<String>fold(
                            () -> "not covered", IdempotencyKey::value, () -> "missing", fault -> "invalid"))
                    .containsExactly("not covered", "k", "missing", "invalid");
        }
    }

    @Nested
    class Responses {

        private static final Set<Integer> RELEASED = Set.of(401, 403, 407, 408, 421, 423, 425, 429, 501);

        private final ResponsePolicy atMostOnce = new ResponsePolicy(Set.of(), false);
        private final ResponsePolicy deduplicating = new ResponsePolicy(Set.of(), true);

        @Test
        void everyStatusBelow500IsKeptButForThoseThatSayNothingWasDone() {
            for (int status = 200; status < 500; status++) {
                Verdict expected = RELEASED.contains(status) ? Verdict.RELEASE : Verdict.KEEP;
                for (boolean retryAfter : new boolean[] {false, true}) {
                    assertThat(atMostOnce.judge(status, retryAfter, false))
                            .as("%d", status)
                            .isEqualTo(expected);
                    assertThat(deduplicating.judge(status, retryAfter, false))
                            .as("%d", status)
                            .isEqualTo(expected);
                }
            }
        }

        @Test
        void everyOtherServerErrorIsKeptOrUnknownAsTheUpstreamDeduplicatesOrNot() {
            IntStream.range(500, 600).filter(status -> status != 501).forEach(status -> {
                assertThat(atMostOnce.judge(status, false, false))
                        .as("%d", status)
                        .isEqualTo(Verdict.KEEP);
                assertThat(deduplicating.judge(status, false, false))
                        .as("%d", status)
                        .isEqualTo(Verdict.UNKNOWN);
            });
        }

        @Test
        void notImplementedIsReleased() {
            assertThat(atMostOnce.judge(501, false, false)).isEqualTo(Verdict.RELEASE);
            assertThat(deduplicating.judge(501, false, false)).isEqualTo(Verdict.RELEASE);
        }

        @Test
        void retryAfterReleasesOf5xxOnly503() {
            assertThat(atMostOnce.judge(503, true, false)).isEqualTo(Verdict.RELEASE);
            assertThat(deduplicating.judge(503, true, false)).isEqualTo(Verdict.RELEASE);
            assertThat(atMostOnce.judge(500, true, false)).isEqualTo(Verdict.KEEP);
            assertThat(deduplicating.judge(502, true, false)).isEqualTo(Verdict.UNKNOWN);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 201, 302, 400, 409, 422, 500, 502, 503, 504})
        void upstreamThatSaysNotExecutedIsBelieved(int status) {
            assertThat(atMostOnce.judge(status, false, true)).isEqualTo(Verdict.RELEASE);
            assertThat(deduplicating.judge(status, false, true)).isEqualTo(Verdict.RELEASE);
        }

        @Test
        void routesStatusesAreReleasedNextToTheContracts() {
            ResponsePolicy more = new ResponsePolicy(Set.of(409, 500), true);

            assertThat(List.of(409, 500, 429)).allSatisfy(status -> assertThat(more.judge(status, false, false))
                    .isEqualTo(Verdict.RELEASE));
            assertThat(more.judge(410, false, false)).isEqualTo(Verdict.KEEP);
        }
    }

    @Nested
    class Headers {

        private final KeptHeaders kept = new KeptHeaders(List.of("X-Order-Id"));

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type",
                    "Content-Language",
                    "Content-Encoding",
                    "Content-Disposition",
                    "Location",
                    "Content-Location",
                    "ETag",
                    "Last-Modified",
                    "Link",
                    "Vary",
                    "Idempotent-Replayed",
                    "X-Order-Id",
                    "content-type",
                    "LOCATION",
                    "x-order-id"
                })
        void theContractsAndTheRoutesAreKeptInAnyCase(String name) {
            assertThat(kept.contains(name)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Set-Cookie", "WWW-Authenticate", "Date", "Age", "Content-Length", "X-Other", "traceparent"})
        void nothingElseIsKept(String name) {
            assertThat(kept.contains(name)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "set-cookie",
                    "Set-Cookie2",
                    "WWW-Authenticate",
                    "Proxy-Authenticate",
                    "Connection",
                    "Keep-Alive",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "Upgrade",
                    "Date",
                    "Age",
                    "Idempotency-Disposition",
                    "traceparent",
                    "b3"
                })
        void noRouteCanKeepWhatMustNotBe(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KeptHeaders(List.of("X-Fine", name)))
                    .withMessageContaining(name);
        }
    }

    @Nested
    class Values {

        @Test
        void scopeNeedsBothParts() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Scope(" ", "alice"));
            assertThatIllegalArgumentException().isThrownBy(() -> new Scope("orders", ""));
        }

        @Test
        void lifetimesArePositive() {
            Duration second = Duration.ofSeconds(1);
            assertThatIllegalArgumentException().isThrownBy(() -> new Lifetimes(Duration.ZERO, second, second));
            assertThatIllegalArgumentException().isThrownBy(() -> new Lifetimes(second, Duration.ofNanos(1), second));
            assertThatIllegalArgumentException().isThrownBy(() -> new Lifetimes(second, second, second.negated()));
            assertThat(new Lifetimes(second, second, Duration.ZERO).kept()).isEqualTo(second);
        }

        @Test
        void answerShowsNothingOfItsBody() {
            assertThat(new Answer.Kept(201, List.of(), "card 4111".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .hasToString("Kept[status=201, headers=0, body=9 bytes]");
        }
    }
}
