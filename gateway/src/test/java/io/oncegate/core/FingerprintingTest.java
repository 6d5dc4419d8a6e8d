package io.oncegate.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintingTest {

    private static final String JSON = "application/json";

    /** Lower case stands for the canonical form; a body with a question mark has none. */
    private static final CanonicalJson LOWER_CASE = body -> {
        String text = new String(body, UTF_8);
        return text.contains("?")
                ? Optional.empty()
                : Optional.of(text.toLowerCase(Locale.ROOT).getBytes(UTF_8));
    };

    @Nested
    class OfBody {

        private final Fingerprinting body = new Fingerprinting(FingerprintMode.BODY, LOWER_CASE, FingerprintKey.NONE);

        @Test
        void sameContentIsTheSameRequest() {
            assertThat(of("POST", "/orders?x=1", JSON, "{}")).isEqualTo(of("POST", "/orders?x=1", JSON, "{}"));
        }

        @Test
        void methodTargetMediaTypeAndBodyEachCount() {
            assertThat(List.of(
                            of("POST", "/orders", JSON, "{}"),
                            of("PATCH", "/orders", JSON, "{}"),
                            of("POST", "/orders/", JSON, "{}"),
                            of("POST", "/orders?", JSON, "{}"),
                            of("POST", "/orders", "text/plain", "{}"),
                            of("POST", "/orders", "", "{}"),
                            of("POST", "/orders", JSON, "{ }"),
                            of("POST", "/orders", JSON, "")))
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json;charset=utf-8",
                    "APPLICATION/Json; charset=utf-8",
                    " application/json ;  charset=utf-8 ",
                    "application/json;;charset=utf-8;"
                })
        void caseAndWhitespaceOfTheMediaTypeDoNotCount(String mediaType) {
            assertThat(of("POST", "/", mediaType, "{}"))
                    .isEqualTo(of("POST", "/", "application/json; charset=utf-8", "{}"))
                    .isNotEqualTo(of("POST", "/", JSON, "{}"))
                    .isNotEqualTo(of("POST", "/", "application/json; charset=latin1", "{}"));
        }

        @Test
        void noTwoSplitsOfTheSameCharactersCollide() {
            String text = "aaaaaaaa";
            Set<Fingerprint> seen = new HashSet<>();
            int splits = 0;
            for (int i = 0; i <= text.length(); i++) {
                for (int j = i; j <= text.length(); j++) {
                    for (int k = j; k <= text.length(); k++) {
                        seen.add(of(
                                text.substring(0, i), text.substring(i, j), text.substring(j, k), text.substring(k)));
                        splits++;
                    }
                }
            }
            assertThat(seen).hasSize(splits);
        }

        @Test
        void jsonIsComparedByteForByte() {
            assertThat(of("POST", "/", JSON, "{\"A\":1}")).isNotEqualTo(of("POST", "/", JSON, "{\"a\":1}"));
        }

        private Fingerprint of(String method, String target, String mediaType, String content) {
            return body.of(new RequestContent(method, target, mediaType, content.getBytes(UTF_8)));
        }
    }

    @Nested
    class OfJson {

        private final Fingerprinting json = new Fingerprinting(FingerprintMode.JSON, LOWER_CASE, FingerprintKey.NONE);

        @ParameterizedTest
        @ValueSource(strings = {JSON, "Application/JSON", "application/json;charset=utf-8", "application/vnd.x+json"})
        void twoSpellingsOfOneDocumentAreOneRequest(String mediaType) {
            assertThat(of(mediaType, "{\"A\":1}"))
                    .isEqualTo(of(mediaType, "{\"a\":1}"))
                    .isNotEqualTo(of(mediaType, "{\"a\":2}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/jsonx", "application/json-seq", ""})
        void otherMediaTypesAreComparedByteForByte(String mediaType) {
            assertThat(of(mediaType, "{\"A\":1}")).isNotEqualTo(of(mediaType, "{\"a\":1}"));
        }

        @Test
        void bodyWithoutCanonicalFormIsComparedByteForByte() {
            assertThat(of(JSON, "A?")).isEqualTo(of(JSON, "A?")).isNotEqualTo(of(JSON, "a?"));
        }

        @Test
        void bodyThatSpellsACanonicalFormButHasNoneIsAnotherRequest() {
            Fingerprinting none =
                    new Fingerprinting(FingerprintMode.JSON, body -> Optional.empty(), FingerprintKey.NONE);

            assertThat(none.of(content(JSON, "{}"))).isNotEqualTo(of(JSON, "{}"));
        }

        private Fingerprint of(String mediaType, String content) {
            return json.of(content(mediaType, content));
        }
    }

    @Nested
    class OfTheKeyOnly {

        private final Fingerprinting keyOnly =
                new Fingerprinting(FingerprintMode.KEY_ONLY, LOWER_CASE, FingerprintKey.NONE);

        @Test
        void anyTwoRequestsAreOne() {
            assertThat(keyOnly.of(new RequestContent("POST", "/a", JSON, new byte[] {1})))
                    .isEqualTo(keyOnly.of(new RequestContent("PATCH", "/b", "", new byte[0])))
                    .isEqualTo(Fingerprint.KEY_ONLY);
        }

        @Test
        void matchesWhatARouteWithFingerprintsStored() {
            Fingerprint stored = new Fingerprint(1, 2);

            assertThat(Fingerprint.KEY_ONLY.matches(stored)).isTrue();
            assertThat(stored.matches(Fingerprint.KEY_ONLY)).isTrue();
            assertThat(stored.matches(new Fingerprint(1, 2))).isTrue();
            assertThat(stored.matches(new Fingerprint(1, 3))).isFalse();
            assertThat(stored.matches(new Fingerprint(3, 2))).isFalse();
        }
    }

    @Nested
    class OfMultipart {

        private final Fingerprinting body = new Fingerprinting(FingerprintMode.BODY, LOWER_CASE, FingerprintKey.NONE);
        private final String[] parts = {part("order", "SKU-1"), part("file", "\r\nbytes\r\n"), part("empty", "")};

        @Test
        void otherBoundaryIsTheSameRequest() {
            assertThat(of("one", parts))
                    .isEqualTo(of("----WebKitFormBoundaryAbC", parts))
                    .isEqualTo(body.of(content("Multipart/Form-Data; BOUNDARY=\"q\"", multipart("q", parts))));
        }

        @Test
        void anyPartThatDiffersIsAnotherRequest() {
            List<Fingerprint> all = new ArrayList<>(List.of(of("b", parts)));
            for (int i = 0; i < parts.length; i++) {
                String[] changed = parts.clone();
                changed[i] = changed[i].replace("name=", "name=x");
                all.add(of("b", changed));
                changed[i] = parts[i] + "x";
                all.add(of("b", changed));
            }
            all.add(of("b", parts[0], parts[1]));
            all.add(of("b", parts[1], parts[0], parts[2]));
            all.add(of("b", parts[0] + parts[1], parts[2]));

            assertThat(all).doesNotHaveDuplicates();
        }

        @Test
        void boundaryInsideALineIsContent() {
            String[] tricky = {part("order", "SKU-1 --one x"), part("other", "a--two")};

            assertThat(of("one", tricky)).isEqualTo(of("two", tricky)).isNotEqualTo(of("one", part("order", "SKU-1 ")));
        }

        @Test
        void anotherSubtypeOrParameterIsAnotherRequest() {
            String sent = multipart("b", parts);

            assertThat(List.of(
                            body.of(content("multipart/form-data; boundary=b", sent)),
                            body.of(content("multipart/mixed; boundary=b", sent)),
                            body.of(content("multipart/form-data; boundary=b; charset=utf-8", sent)),
                            body.of(content("multipart/form-data", sent)),
                            body.of(content("multipart/form-data; boundary=", sent + " "))))
                    .doesNotHaveDuplicates();
        }

        @Test
        void boundaryOfAnythingButMultipartCounts() {
            assertThat(body.of(content("text/plain; boundary=a", "x")))
                    .isNotEqualTo(body.of(content("text/plain; boundary=b", "x")));
        }

        private Fingerprint of(String boundary, String... sent) {
            return body.of(content("multipart/form-data; boundary=" + boundary, multipart(boundary, sent)));
        }

        private String multipart(String boundary, String... sent) {
            StringBuilder text = new StringBuilder();
            for (String part : sent) {
                text.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
            }
            return text.append("--").append(boundary).append("--\r\n").toString();
        }

        private static String part(String name, String content) {
            return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content;
        }
    }

    private static RequestContent content(String mediaType, String body) {
        return new RequestContent("POST", "/", mediaType, body.getBytes(UTF_8));
    }
}
