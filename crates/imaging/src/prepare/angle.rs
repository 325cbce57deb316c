//! Small angles whose sine and cosine are the same on every machine.
//!
//! The mathematics libraries of systems differ in the last bit. A few terms of the series, in operations that
//! IEEE 754 fixes to the last bit, do not.

/// An angle of at most [`Angle::WIDEST`] tenths of a degree; positive is anticlockwise on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Angle {
    tenths: i32,
}

impl Angle {
    /// The widest angle, in tenths of a degree.
    pub const WIDEST: i32 = 300;

    /// So many tenths of a degree, or the widest angle on that side.
    #[must_use]
    pub fn tenths(tenths: i32) -> Self {
        Self { tenths: tenths.clamp(-Self::WIDEST, Self::WIDEST) }
    }

    /// The angle the other way.
    #[must_use]
    pub fn reverse(self) -> Self {
        Self { tenths: -self.tenths }
    }

    pub(crate) fn is_zero(self) -> bool {
        self.tenths == 0
    }

    /// To about 1e-11 for the widest angle.
    pub(crate) fn sine(self) -> f64 {
        let x = f64::from(self.tenths) * (std::f64::consts::PI / 1800.0);
        let square = x * x;
        let inner = 1.0 - square / 72.0 * (1.0 - square / 110.0);
        x * (1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0 * inner)))
    }

    pub(crate) fn cosine(self) -> f64 {
        let sine = self.sine();
        (1.0 - sine * sine).sqrt()
    }

    pub(crate) fn tangent(self) -> f64 {
        self.sine() / self.cosine()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sines_are_sines() {
        for tenths in [-300, -31, 0, 1, 2, 50, 119, 300] {
            let (angle, radians) = (Angle::tenths(tenths), f64::from(tenths).to_radians() / 10.0);
            assert!((angle.sine() - radians.sin()).abs() < 1e-10, "{tenths}");
            assert!((angle.tangent() - radians.tan()).abs() < 1e-9, "{tenths}");
        }
        assert_eq!(Angle::tenths(9999), Angle::tenths(300));
    }
}
