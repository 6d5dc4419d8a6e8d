package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDeflationTest {

    private static final BodyDeflation ABOVE_1000 = BodyDeflation.above(1000);

    private static Answer.Kept answer(byte[] body, Header... headers) {
        return new Answer.Kept(200, List.of(headers), body);
    }

    private static byte[] text(int length) {
        return "{\"orderId\": 7, \"status\": \"PLACED\"}, "
                .repeat(length / 36 + 1)
                .substring(0, length)
                .getBytes(UTF_8);
    }

    private static Header type(String type) {
        return new Header("content-type", type);
    }

    @Test
    void bodyIsDeflatedOnlyAboveTheLimitAndNeverWhereItIsOff() {
        assertThat(ABOVE_1000.deflated(answer(text(1000)))).isEmpty();
        assertThat(ABOVE_1000.deflated(answer(text(1001)))).isPresent();
        assertThat(BodyDeflation.off().deflated(answer(text(100_000)))).isEmpty();
        assertThat(BodyDeflation.above(0).deflated(answer(new byte[0]))).isEmpty();
    }

    @Test
    void bodyOfWhichLessThanATenthIsSavedStaysAsItIs() {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);
        assertThat(ABOVE_1000.deflated(answer(random))).isEmpty();
        Arrays.fill(random, 0, 900, (byte) 0);
        assertThat(ABOVE_1000.deflated(answer(random))).isEmpty();
        Arrays.fill(random, 0, 1200, (byte) 0);
        assertThat(ABOVE_1000.deflated(answer(random))).isPresent();
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
        assertThat(ABOVE_1000.deflated(answer(text(2000), type(type)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "text/html; charset=utf-8", "image/svg+xml", "application/octet-stream"})
    void anyOtherTypeIs(String type) {
        assertThat(ABOVE_1000.deflated(answer(text(2000), type(type)))).isPresent();
    }

    @Test
    void bodyWithACodingOfItsOwnIsNotTried() {
        Header gzip = new Header("Content-Encoding", "gzip");
        assertThat(ABOVE_1000.deflated(answer(text(2000), type("application/json"), gzip)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1024, 65_536, 1_000_000})
    void itComesOutAsItWasAlsoWhereItIsAThousandTimesSmaller(int length) {
        for (byte[] body : new byte[][] {text(length), new byte[length]}) {
            assertThat(BodyDeflation.inflated(ByteBuffer.wrap(deflated(body)), length))
                    .isEqualTo(body);
        }
    }

    @Test
    void inflatingStopsAtTheLengthAndNeverGivesLessOrMore() {
        byte[] bomb = deflated(new byte[10_000_000]);
        for (int length : new int[] {0, 1, 9_999_999, 10_000_001, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> BodyDeflation.inflated(ByteBuffer.wrap(bomb), length));
        }
    }

    @Test
    void anyDamageIsFoundAndNoOtherExceptionEscapes() {
        byte[] body = text(3000);
        byte[] deflated = deflated(body);
        int changed = 0;
        for (int bit = 0; bit < deflated.length * 8; bit++) {
            byte[] damaged = deflated.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            // a few bits between the end of the stream and its checksum mean nothing
            assertThat(inflated(damaged, body.length).orElse(body))
                    .as("bit %d", bit)
                    .isEqualTo(body);
            changed += inflated(damaged, body.length).isPresent() ? 0 : 1;
        }
        assertThat(changed).isBetween(deflated.length * 8 - 7, deflated.length * 8);
        for (int length = 0; length < deflated.length; length++) {
            assertThat(inflated(Arrays.copyOf(deflated, length), body.length)).isNotPresent();
        }
        assertThat(inflated(Arrays.copyOf(deflated, deflated.length + 1), body.length))
                .isNotPresent();
    }

    @Test
    void aStreamThatNeedsADictionaryIsUnreadable() {
        Deflater deflater = new Deflater();
        deflater.setDictionary(text(100));
        deflater.setInput(text(2000));
        deflater.finish();
        byte[] out = new byte[2000];
        int length = deflater.deflate(out);
        deflater.end();

        assertThat(inflated(Arrays.copyOf(out, length), 2000)).isNotPresent();
    }

    private static byte[] deflated(byte[] body) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(body);
        deflater.finish();
        byte[] out = new byte[body.length + 100];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static Optional<byte[]> inflated(byte[] deflated, int length) {
        try {
            return Optional.of(BodyDeflation.inflated(ByteBuffer.wrap(deflated), length));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }
}
