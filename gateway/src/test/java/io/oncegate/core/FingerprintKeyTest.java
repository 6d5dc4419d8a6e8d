package io.oncegate.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FingerprintKeyTest {

    private static final RequestContent HELLO =
            new RequestContent("POST", "/orders?x=1", "text/plain", "hello".getBytes(UTF_8));

    private static Fingerprint of(FingerprintMode mode, FingerprintKey key) {
        return new Fingerprinting(mode, body -> Optional.empty(), key).of(HELLO);
    }

    private static FingerprintKey counting(int from) {
        byte[] secret = new byte[32];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (from + i);
        }
        return FingerprintKey.of(secret);
    }

    /** Computed with other means: a change would refuse the retries of every live entry. */
    @Test
    void fingerprintsStayWhatTheyAre() {
        assertThat(of(FingerprintMode.BODY, FingerprintKey.NONE))
                .isEqualTo(new Fingerprint(0x4efb8c0be0e8efb4L, 0x5c19ef79b99c9f6dL));
        assertThat(of(FingerprintMode.BODY, counting(0)))
                .isEqualTo(new Fingerprint(0x645d7d49dc1a2743L, 0xd1925cc541403f41L));
    }

    @Test
    void anotherSecretMakesAnotherFingerprint() {
        assertThat(of(FingerprintMode.BODY, counting(0)))
                .isEqualTo(of(FingerprintMode.BODY, counting(0)))
                .isNotEqualTo(of(FingerprintMode.BODY, counting(1)));
    }

    @Test
    void whereOnlyTheKeyIsLookedAtThereIsNothingToHide() {
        assertThat(of(FingerprintMode.KEY_ONLY, counting(0))).isEqualTo(Fingerprint.KEY_ONLY);
    }
}
