package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmSealTest {

    private static final byte[] PLACE = "here".getBytes(US_ASCII);
    private static final byte[] CONTENT = "what nobody is to read".getBytes(US_ASCII);

    private static byte[] sealed(byte[] content) {
        return Sealing.old().seal(PLACE, content).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1 << 20})
    void whatIsSealedOpensInItsPlaceAndIsTwentyNineBytesLonger(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 'x');

        byte[] sealed = sealed(content);

        assertThat(sealed).hasSize(length + 29).startsWith(Sealing.OLD);
        assertThat(Sealing.old().open(PLACE, sealed)).contains(content);
    }

    @Test
    void flippedBitAnywhereKeepsItFromOpening() {
        byte[] sealed = sealed(CONTENT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(Sealing.rotated().open(PLACE, flipped)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void cutShortOrLongerItDoesNotOpen() {
        byte[] sealed = sealed(CONTENT);
        for (int length = 0; length <= sealed.length + 20; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);

            assertThat(Sealing.old().open(PLACE, cut).isPresent())
                    .as("%d bytes", length)
                    .isEqualTo(length == sealed.length);
        }
    }

    @Test
    void inAnotherPlaceItDoesNotOpen() {
        assertThat(Sealing.old().open("there".getBytes(US_ASCII), sealed(CONTENT)))
                .isEmpty();
        assertThat(Sealing.old().open(new byte[0], sealed(CONTENT))).isEmpty();
    }

    @Test
    void sameSecretUnderAnotherIdDoesNotOpenIt() {
        byte[] renamed = sealed(CONTENT);
        renamed[0] = 9;

        assertThat(new AesGcmSeal(Map.of(9, Sealing.counting(0)), 9).open(PLACE, renamed))
                .isEmpty();
    }

    @Test
    void sealedTwiceItIsNeverTheSame() {
        assertThat(Arrays.copyOfRange(sealed(CONTENT), 1, 13)).isNotEqualTo(Arrays.copyOfRange(sealed(CONTENT), 1, 13));
    }

    @Test
    void theActiveSecretSealsAndAllOfThemOpen() {
        byte[] sealed = Sealing.rotated().seal(PLACE, CONTENT).orElseThrow();

        assertThat(sealed).startsWith(Sealing.NEW);
        assertThat(Sealing.rotated().open(PLACE, sealed)).contains(CONTENT);
        assertThat(Sealing.rotated().open(PLACE, sealed(CONTENT))).contains(CONTENT);
        assertThat(Sealing.withoutTheOld().open(PLACE, sealed(CONTENT))).isEmpty();
        assertThat(Sealing.old().open(PLACE, sealed)).isEmpty();
    }

    @Test
    void withoutAnActiveSecretNothingIsSealedAndAllOpens() {
        assertThat(Sealing.opening().seal(PLACE, CONTENT)).isEmpty();
        assertThat(Sealing.opening().open(PLACE, sealed(CONTENT))).contains(CONTENT);
        assertThatIllegalArgumentException().isThrownBy(() -> new AesGcmSeal(Map.of(), 1));
    }
}
