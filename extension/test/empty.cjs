// Stands in for style sheets and pictures.
module.exports = {};
