package dev.fairlead.identity.codes;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class QrImageTest {
    private static final int SCALE = 4;
    private static final Pattern SQUARE = Pattern.compile("M(\\d+),(\\d+)h1v1h-1z");

    private static String read(QrImage image) throws ReaderException {
        int width = image.size() * SCALE;
        var pixels = new int[width * width];
        Arrays.fill(pixels, 0xffffff);
        Matcher square = SQUARE.matcher(image.path());
        while (square.find()) {
            int left = Integer.parseInt(square.group(1)) * SCALE;
            int top = Integer.parseInt(square.group(2)) * SCALE;
            for (int y = top; y < top + SCALE; y++) {
                Arrays.fill(pixels, y * width + left, y * width + left + SCALE, 0);
            }
        }
        var source = new RGBLuminanceSource(width, width, pixels);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
    }

    @Test
    void a_camera_reads_what_was_written() throws ReaderException {
        // Given
        String uri =
                "otpauth://totp/Fairlead:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
                        + "&issuer=Fairlead&algorithm=SHA1&digits=6&period=30";
        // When
        QrImage image = QrImage.of(uri);
        // Then
        assertThat(read(image)).isEqualTo(uri);
        assertThat(image.toString()).doesNotContain("otpauth");
    }
}
