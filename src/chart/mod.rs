//! Drawings as SVG: exact numbers in, text out.
//!
//! | file | what it holds |
//! |---|---|
//! | `svg` | [`Svg`], the writer: shapes and words at whole tenths of a pixel |
//! | `scale` | [`Scale`], from numbers to places; ticks; the [`Unit`] an axis counts in |
//! | `frame` | [`Frame`], a panel with its title, axes and grid |
//! | `plot` | [`Plot`], lines, bands, points and jumps in a frame; [`sheet`], panels on one sheet |
//! | `markup` | text in which no character acts as markup |
//! | `bars` | [`Bars`] from zero, for amounts, counts and classes; [`bar_sheet`], panels of them |
//!
//! Nothing here is rounded but a place on the sheet, by integer arithmetic. A drawing carries its
//! title and a description for those who do not see it; what it shows is told apart by shape as
//! well as by colour.

mod bars;
mod frame;
mod markup;
mod plot;
mod scale;
mod svg;

pub use bars::{Bar, Bars, bar_sheet};
pub use frame::{Axis, Frame, Panel};
pub(crate) use markup::escaped;
pub use plot::{Mark, Plot, Point, sheet};
pub use scale::{Scale, Unit, ticks};
pub use svg::{Anchor, LINE, Svg, Tenths, width_of};
