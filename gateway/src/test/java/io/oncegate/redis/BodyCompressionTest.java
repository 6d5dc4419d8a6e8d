package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyCompressionTest {

    private static final BodyCompression ABOVE_1000 = BodyCompression.above(1000);

    private static Answer.Kept answer(byte[] body, Header... headers) {
        return new Answer.Kept(200, List.of(headers), body);
    }

    static byte[] text(int length) {
        return "{\"orderId\": 7, \"status\": \"PLACED\"}, "
                .repeat(length / 36 + 1)
                .substring(0, length)
                .getBytes(UTF_8);
    }

    private static Header type(String type) {
        return new Header("content-type", type);
    }

    @Test
    void bodyIsCompressedOnlyAboveTheLimitAndNeverWhereItIsOff() {
        assertThat(ABOVE_1000.compressed(answer(text(1000)))).isEmpty();
        assertThat(ABOVE_1000.compressed(answer(text(1001)))).isPresent();
        assertThat(BodyCompression.off().compressed(answer(text(100_000)))).isEmpty();
        assertThat(BodyCompression.above(0).compressed(answer(new byte[0]))).isEmpty();
        assertThat(BodyCompression.above(0).compressed(answer(new byte[1]))).isEmpty();
    }

    @Test
    void bodyOfWhichLessThanATenthIsSavedStaysAsItIs() {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);
        assertThat(ABOVE_1000.compressed(answer(random))).isEmpty();
        Arrays.fill(random, 0, 900, (byte) 0);
        assertThat(ABOVE_1000.compressed(answer(random))).isEmpty();
        Arrays.fill(random, 0, 1200, (byte) 0);
        assertThat(ABOVE_1000.compressed(answer(random))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "Image/JPEG",
                "video/mp4",
                "audio/mpeg",
                "application/zip",
                "application/gzip",
                "font/woff2",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            })
    void typeThatIsCompressedAlreadyIsNotTried(String type) {
        assertThat(ABOVE_1000.compressed(answer(text(2000), type(type)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/html; charset=utf-8", "image/svg+xml", "application/octet-stream"})
    void anyOtherTypeIs(String type) {
        assertThat(ABOVE_1000.compressed(answer(text(2000), type(type)))).isPresent();
    }

    @Test
    void bodyWithACodingOfItsOwnIsNotTried() {
        Header gzip = new Header("Content-Encoding", "gzip");
        assertThat(ABOVE_1000.compressed(answer(text(2000), type("application/json"), gzip)))
                .isEmpty();
    }
}
