package io.oncegate.autoconfigure;

import io.oncegate.core.FingerprintKey;
import io.oncegate.redis.AesGcmSeal;
import io.oncegate.redis.AnswerSeal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What entries in Redis are protected with. Off where there is nothing; a contradiction stops the start.
 *
 * @param keys Secrets that open the headers and bodies of answers.
 * @param active Id of the key that seals what is kept from now on; 0 seals nothing. To be set where there are keys.
 * @param fingerprintSecret 32 bytes in base64; fingerprints of requests are HMACs then. Retries of requests from before a change are refused.
 */
@ConfigurationProperties("oncegate.encryption")
record EncryptionProperties(
        @DefaultValue List<Key> keys,
        @Nullable Integer active,
        @Nullable String fingerprintSecret) {

    private static final String PREFIX = "oncegate.encryption.";

    EncryptionProperties {
        Map<Integer, byte[]> secrets = secrets(keys);
        if (active == null && !secrets.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "active: name the key that seals, or 0 to seal nothing");
        }
        if (active != null && active != AesGcmSeal.NOTHING && !secrets.containsKey(active)) {
            throw new IllegalArgumentException(PREFIX + "active: " + active + " is not the id of a key");
        }
        if (fingerprintSecret != null) {
            EncryptionSecret.decoded(PREFIX + "fingerprint-secret", fingerprintSecret);
        }
    }

    /**
     * One key.
     *
     * @param id What records name it by, 1 to 255; never to be used for another key.
     * @param secret 32 bytes in base64.
     * @param file A file with the same, in place of the secret.
     */
    record Key(int id, @Nullable String secret, @Nullable Path file) {

        @Override
        public String toString() {
            return "Key[id=" + id + "]";
        }
    }

    AnswerSeal seal() {
        return active == null ? AnswerSeal.plain() : new AesGcmSeal(secrets(keys), active);
    }

    FingerprintKey fingerprintKey() {
        return Optional.ofNullable(fingerprintSecret)
                .map(it -> FingerprintKey.of(EncryptionSecret.decoded(PREFIX + "fingerprint-secret", it)))
                .orElse(FingerprintKey.NONE);
    }

    private static Map<Integer, byte[]> secrets(List<Key> keys) {
        Map<Integer, byte[]> secrets = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            String property = PREFIX + "keys[" + i + "].";
            if (key.id() < 1 || key.id() > 0xff) {
                throw new IllegalArgumentException(property + "id: it has to be one of 1 to 255");
            }
            byte[] secret = EncryptionSecret.read(property, key.secret(), key.file());
            if (secrets.put(key.id(), secret) != null) {
                throw new IllegalArgumentException(property + "id: there is another key " + key.id());
            }
        }
        return secrets;
    }

    @Override
    public String toString() {
        return "EncryptionProperties[keys=" + keys + ", active=" + active + "]";
    }
}
