package io.oncegate.redis;

import io.oncegate.core.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM as the JDK has it: the secret's id, a random nonce, the ciphertext and its tag.
 *
 * <p>Each place has a key of its own, derived from the secret. Under one key two random nonces of 96 bits may be alike
 * after some 2^32 of them, which a busy gateway would reach in weeks; a place is sealed a few times at most.
 */
public final class AesGcmSeal implements AnswerSeal {

    /** In place of a secret's id: seal nothing. */
    public static final int NOTHING = 0;

    static final int NONCE = 12;
    static final int TAG = 16;

    private static final byte[] PURPOSE = "oncegate answer 1".getBytes(StandardCharsets.US_ASCII);

    private final Map<Integer, Hkdf> secrets = new LinkedHashMap<>();
    private final int active;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param secrets by their ids, 1 to 255, which records carry
     * @param active the one that seals, or {@link #NOTHING}; all of them open
     */
    public AesGcmSeal(Map<Integer, byte[]> secrets, int active) {
        if (active != NOTHING && !secrets.containsKey(active)) {
            throw new IllegalArgumentException("there is no secret " + active);
        }
        secrets.forEach((id, secret) -> this.secrets.put(id, new Hkdf(secret)));
        this.active = active;
    }

    @Override
    public boolean seals() {
        return active != NOTHING;
    }

    @Override
    public Optional<byte[]> seal(byte[] place, byte[] content) {
        Hkdf secret = secrets.get(active);
        if (secret == null) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = new byte[1 + NONCE + content.length + TAG];
        ByteBuffer.wrap(sealed).put((byte) active).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, secret, sealed, place).doFinal(content, 0, content.length, sealed, 1 + NONCE);
            return Optional.of(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed", e);
        }
    }

    @Override
    public Optional<byte[]> open(byte[] place, byte[] sealed) {
        Hkdf secret = sealed.length < 1 + NONCE + TAG ? null : secrets.get(sealed[0] & 0xff);
        if (secret == null) {
            return Optional.empty();
        }
        try {
            int from = 1 + NONCE;
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, secret, sealed, place).doFinal(sealed, from, sealed.length - from));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM failed", e);
        }
    }

    /** Whatever is readable in a record, the secret's id included, is authenticated along with the content. */
    private static Cipher cipher(int mode, Hkdf secret, byte[] sealed, byte[] place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(secret.key(PURPOSE, place), "AES"),
                new GCMParameterSpec(TAG * Byte.SIZE, sealed, 1, NONCE));
        cipher.updateAAD(sealed, 0, 1);
        cipher.updateAAD(place);
        return cipher;
    }
}
