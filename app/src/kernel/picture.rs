//! Pictures that people send, made anew: decoded within limits and encoded again, so that nothing is kept but what one sees.
//! Where it was taken, by what camera, and whatever else was hidden in the file is gone.

use super::fault::Failure;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use tokio::sync::Semaphore;

type Result<T> = std::result::Result<T, Failure>;

/// The longest side that is kept, in pixels: enough to see what is broken.
const SIDE: u32 = 1600;
/// The most pixels of what is sent: more than phones take.
const MOST_PIXELS: u64 = 60_000_000;
/// The longest side of what is sent.
const LONGEST: u32 = 16_000;
/// The memory that decoding may take: those pixels in four channels.
const MEMORY: u64 = 4 * MOST_PIXELS + (16 << 20);
/// Of a hundred.
const QUALITY: u8 = 82;

/// One at a time, so that pages are answered meanwhile.
static TURN: Semaphore = Semaphore::const_new(1);

/// Why something sent as a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It is no JPEG, PNG or WebP, whatever it is called, or it is broken.
    NotAPicture,
    /// It has more pixels than can be looked at here.
    TooManyPixels,
}

/// The same picture as a fresh JPEG, turned upright, its longest side at most 1600 pixels.
///
/// # Errors
/// When the work itself fails; what is wrong with the picture stands inside.
pub async fn anew(bytes: Vec<u8>) -> Result<std::result::Result<Vec<u8>, Unfit>> {
    let _turn = TURN.acquire().await.map_err(|e| Failure::Broken(e.to_string()))?;
    tokio::task::spawn_blocking(move || anew_now(&bytes)).await.map_err(|e| Failure::Broken(format!("a picture: {e}")))
}

fn anew_now(bytes: &[u8]) -> std::result::Result<Vec<u8>, Unfit> {
    let broken = |_| Unfit::NotAPicture;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Unfit::NotAPicture)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Unfit::NotAPicture);
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LONGEST), Some(LONGEST), Some(MEMORY));
    reader.limits(limits);
    let too_large = |error| if matches!(error, image::ImageError::Limits(_)) { Unfit::TooManyPixels } else { Unfit::NotAPicture };
    let mut decoder = reader.into_decoder().map_err(too_large)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooManyPixels);
    }
    let upright = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(too_large)?;
    if width.max(height) > SIDE {
        picture = picture.resize(SIDE, SIDE, FilterType::Triangle);
    }
    picture.apply_orientation(upright);
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_rgb8()).map_err(broken)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb};

    fn picture(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(width, height, |x, _| Rgb([u8::try_from(x % 256).unwrap_or_default(), 80, 20])))
    }

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG with what a phone hides in it: the orientation (a quarter turn) and a place.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        tiff.extend(b"GPS 26.5783 N 106.7135 E");
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xFF, 0xE1], &length, &tiff, &jpeg[2..]].concat()
    }

    #[test]
    fn a_picture_is_kept_upright_small_enough_and_without_what_was_hidden_in_it() {
        let sent = with_exif(&encoded(&picture(3000, 1500), ImageFormat::Jpeg));
        assert!(sent.windows(4).any(|four| four == b"Exif") && sent.windows(3).any(|three| three == b"GPS"));
        let kept = anew_now(&sent).unwrap();
        assert!(!kept.windows(4).any(|four| four == b"Exif") && !kept.windows(3).any(|three| three == b"GPS"));
        let read = image::load_from_memory_with_format(&kept, ImageFormat::Jpeg).unwrap();
        assert_eq!((read.width(), read.height()), (800, 1600), "a quarter turn");
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let kept = anew_now(&encoded(&picture(40, 30), format)).unwrap();
            let read = image::load_from_memory_with_format(&kept, ImageFormat::Jpeg).unwrap();
            assert_eq!((read.width(), read.height()), (40, 30));
        }
    }

    #[test]
    fn what_is_no_picture_or_a_bomb_is_not_taken() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        for no in
            [&b""[..], b"GIF89a\x01\0\x01\0\0\0\0;", svg, b"<html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n", b"\xFF\xD8\xFF\xE0"]
        {
            assert_eq!(anew_now(no), Err(Unfit::NotAPicture), "{:?}", String::from_utf8_lossy(no));
        }
        // A header that promises forty thousand by forty thousand pixels, in some fifty bytes.
        let mut png = encoded(&picture(1, 1), ImageFormat::Png);
        png.splice(16..24, [0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40]);
        let crc = crc32(&png[12..29]);
        png.splice(29..33, crc.to_be_bytes());
        assert_eq!(anew_now(&png), Err(Unfit::TooManyPixels));
        // Within the sides, and too many all the same.
        png.splice(16..24, [0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
        let crc = crc32(&png[12..29]);
        png.splice(29..33, crc.to_be_bytes());
        assert_eq!(anew_now(&png), Err(Unfit::TooManyPixels));
    }

    /// The checksum of a PNG's chunk (ISO 3309).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
        })
    }
}
