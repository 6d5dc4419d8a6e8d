package io.oncegate.orders.app;

/** The service was started without the secret that tells the gateway's requests from others. */
final class MissingGatewayTokenException extends RuntimeException {

    MissingGatewayTokenException(String message) {
        super(message);
    }
}
