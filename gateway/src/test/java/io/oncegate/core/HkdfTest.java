package io.oncegate.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HkdfTest {

    /** Appendix A of RFC 5869, as far as 32 bytes go. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + " 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
        "0000000000000000000000000000000000000000000000000000000000000000, '',"
                + " 8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    })
    void derivesWhatTheStandardSays(String salt, String info, String key) {
        byte[] secret = HexFormat.of().parseHex("0b".repeat(22));

        Hkdf hkdf = new Hkdf(secret, HexFormat.of().parseHex(salt));

        assertThat(HexFormat.of().formatHex(hkdf.key(HexFormat.of().parseHex(info))))
                .isEqualTo(key);
    }

    @Test
    void infoMayComeInParts() {
        Hkdf hkdf = new Hkdf(new byte[32]);

        assertThat(hkdf.key("ab".getBytes(US_ASCII), "c".getBytes(US_ASCII)))
                .isEqualTo(hkdf.key("abc".getBytes(US_ASCII)))
                .isNotEqualTo(hkdf.key("abd".getBytes(US_ASCII)))
                .isNotEqualTo(new Hkdf(new byte[31]).key("abc".getBytes(US_ASCII)));
    }
}
