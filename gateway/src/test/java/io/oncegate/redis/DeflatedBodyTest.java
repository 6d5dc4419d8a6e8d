package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflatedBodyTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1024, 65_536, 1_000_000})
    void itComesOutAsItWasAlsoWhereItIsAThousandTimesSmaller(int length) {
        for (byte[] body : new byte[][] {BodyCompressionTest.text(length), new byte[length]}) {
            assertThat(DeflatedBody.inflated(of(length, deflated(body)))).isEqualTo(body);
        }
    }

    @Test
    void inflatingStopsAtTheLengthAndNeverGivesLessOrMore() {
        byte[] bomb = deflated(new byte[10_000_000]);
        for (int length : new int[] {-1, 0, 1, 9_999_999, 10_000_001, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(UnreadableRecordException.class)
                    .isThrownBy(() -> DeflatedBody.inflated(of(length, bomb)));
        }
    }

    @Test
    void anyDamageIsFoundAndNoOtherExceptionEscapes() {
        byte[] body = BodyCompressionTest.text(3000);
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
        deflater.setDictionary(BodyCompressionTest.text(100));
        deflater.setInput(BodyCompressionTest.text(2000));
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

    private static ByteBuffer of(int length, byte[] deflated) {
        return ByteBuffer.allocate(Integer.BYTES + deflated.length)
                .putInt(length)
                .put(deflated)
                .flip();
    }

    private static Optional<byte[]> inflated(byte[] deflated, int length) {
        try {
            return Optional.of(DeflatedBody.inflated(of(length, deflated)));
        } catch (UnreadableRecordException e) {
            return Optional.empty();
        }
    }
}
